package dev.notification.stream.testing;

import dev.notification.store.Content;
import dev.notification.store.DeliveryPage;
import dev.notification.store.DeliveryPosition;
import dev.notification.store.DeliveryState;
import dev.notification.store.Ledger;
import dev.notification.store.LedgerDelivery;
import dev.notification.store.LedgerEntry;
import dev.notification.store.LedgerFound;
import dev.notification.store.LedgerPage;
import dev.notification.store.LedgerQuery;
import dev.notification.store.Located;
import dev.notification.store.NotificationKey;
import dev.notification.store.NotificationPlace;
import dev.notification.store.RecipientSummary;
import dev.notification.store.TimelinePage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Every key names the same notification, which is pending in this many inboxes. */
public final class FixedLedger implements Ledger {
    private static final Instant STORED = Instant.parse("2026-05-04T03:02:01Z");

    private final int deliveries;
    private final Duration pageTime;
    private final AtomicInteger pages = new AtomicInteger();

    public FixedLedger(int deliveries) {
        this(deliveries, Duration.ZERO);
    }

    /** @param pageTime that a page of deliveries takes, at least */
    public FixedLedger(int deliveries, Duration pageTime) {
        this.deliveries = deliveries;
        this.pageTime = pageTime;
    }

    /** How many pages of deliveries were read. */
    public int pages() {
        return pages.get();
    }

    @Override
    public Located locate(NotificationKey key) {
        return new Located.Kept(new NotificationPlace(1, STORED));
    }

    @Override
    public Optional<LedgerFound> find(NotificationPlace place) {
        LedgerEntry entry = new LedgerEntry(new Content("t", new byte[0], null, false), null, true, STORED);
        return Optional.of(new LedgerFound(entry, deliveries, deliveries, Map.of(), 0));
    }

    @Override
    public DeliveryPage deliveries(
            NotificationPlace place, @Nullable DeliveryState state, DeliveryPosition after, int limit) {
        pages.incrementAndGet();
        long end = System.nanoTime() + pageTime.toNanos();
        for (long left = pageTime.toNanos(); left > 0; left = end - System.nanoTime()) LockSupport.parkNanos(left);
        long last = Math.min(deliveries, after.inbox() + limit);
        if (state == DeliveryState.ACKED)
            return new DeliveryPage(List.of(), last == deliveries ? null : new DeliveryPosition(last, 1));
        List<LedgerDelivery> items = LongStream.rangeClosed(after.inbox() + 1, last)
                .mapToObj(FixedLedger::delivery)
                .toList();
        return new DeliveryPage(items, last == deliveries ? null : new DeliveryPosition(last, 1));
    }

    private static LedgerDelivery delivery(long number) {
        return new LedgerDelivery(
                "r" + number, 1, DeliveryState.PENDING, 1, STORED, null, null, null, null, null, null, null, null);
    }

    @Override
    public LedgerPage search(LedgerQuery query) {
        return new LedgerPage(List.of(), null);
    }

    @Override
    public Optional<RecipientSummary> summary(String recipient) {
        return Optional.of(new RecipientSummary(0, 0, 0, null, null));
    }

    @Override
    public TimelinePage timeline(String recipient, long before, int limit) {
        return new TimelinePage(List.of(), null);
    }
}
