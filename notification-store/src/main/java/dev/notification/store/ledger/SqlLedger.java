package dev.notification.store.ledger;

import dev.notification.store.DeliveryPage;
import dev.notification.store.DeliveryPosition;
import dev.notification.store.DeliveryState;
import dev.notification.store.Ledger;
import dev.notification.store.LedgerFound;
import dev.notification.store.LedgerPage;
import dev.notification.store.LedgerQuery;
import dev.notification.store.Located;
import dev.notification.store.NotificationKey;
import dev.notification.store.NotificationPlace;
import dev.notification.store.RecipientSummary;
import dev.notification.store.TimelinePage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL knows of notifications. */
final class SqlLedger implements Ledger {
    private final Notifications notifications;
    private final Deliveries deliveries;
    private final Search search;
    private final InboxSearch inboxSearch;
    private final Recipients recipients;

    SqlLedger(
            Notifications notifications,
            Deliveries deliveries,
            Search search,
            InboxSearch inboxSearch,
            Recipients recipients) {
        this.notifications = notifications;
        this.deliveries = deliveries;
        this.search = search;
        this.inboxSearch = inboxSearch;
        this.recipients = recipients;
    }

    @Override
    public Located locate(NotificationKey key) {
        return notifications.locate(key);
    }

    @Override
    public Optional<LedgerFound> find(NotificationPlace place) {
        return notifications.find(place);
    }

    @Override
    public DeliveryPage deliveries(
            NotificationPlace place, @Nullable DeliveryState state, DeliveryPosition after, int limit) {
        return deliveries.page(place, state, after, limit);
    }

    @Override
    public LedgerPage search(LedgerQuery query) {
        return query.recipient() == null ? search.page(query) : inboxSearch.page(query, query.recipient());
    }

    @Override
    public Optional<RecipientSummary> summary(String recipient) {
        return recipients.summary(recipient);
    }

    @Override
    public TimelinePage timeline(String recipient, long before, int limit) {
        return recipients.timeline(recipient, before, limit);
    }
}
