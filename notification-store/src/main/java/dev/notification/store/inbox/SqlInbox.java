package dev.notification.store.inbox;

import dev.notification.store.AckRequest;
import dev.notification.store.AckResult;
import dev.notification.store.Heads;
import dev.notification.store.Inbox;
import dev.notification.store.InboxFilter;
import dev.notification.store.InboxItem;
import dev.notification.store.Opening;
import dev.notification.store.Page;
import dev.notification.store.PageRequest;
import dev.notification.store.Place;
import dev.notification.store.SentMark;
import dev.notification.store.Summary;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The inboxes of PostgreSQL: hot paths and what is unacked in named SQL, other looks of a person through JPA. */
final class SqlInbox implements Inbox {
    private final Openings openings;
    private final Pages pages;
    private final SentMarks sentMarks;
    private final Exhaustion exhaustion;
    private final AckTransaction ackTransaction;
    private final Acks acks;
    private final InboxItems items;

    SqlInbox(
            Openings openings,
            Pages pages,
            SentMarks sentMarks,
            Exhaustion exhaustion,
            AckTransaction ackTransaction,
            Acks acks,
            InboxItems items) {
        this.openings = openings;
        this.pages = pages;
        this.sentMarks = sentMarks;
        this.exhaustion = exhaustion;
        this.ackTransaction = ackTransaction;
        this.acks = acks;
        this.items = items;
    }

    @Override
    public List<Opening> open(List<String> recipients) {
        return openings.open(recipients);
    }

    @Override
    public List<Page> read(List<PageRequest> requests) {
        return pages.read(requests);
    }

    @Override
    public Heads heads(List<String> recipients) {
        return openings.heads(recipients);
    }

    @Override
    public void markSent(List<SentMark> marks) {
        sentMarks.mark(marks);
    }

    @Override
    public void exhaust(List<Place> places, int attempts) {
        exhaustion.exhaust(places, attempts);
    }

    @Override
    public List<AckResult> ack(List<AckRequest> requests, List<SentMark> marks) {
        return ackTransaction.run(requests, marks);
    }

    @Override
    public List<InboxItem> list(String recipient, InboxFilter filter, OptionalLong before, int limit, Instant now) {
        return items.list(recipient, filter, before.orElse(Long.MAX_VALUE), limit, now);
    }

    @Override
    public Optional<InboxItem> find(String recipient, long seq, Instant now) {
        return items.find(recipient, seq, now);
    }

    @Override
    public Summary summary(String recipient) {
        Acks.Tally tally = acks.tally(Map.of(recipient, true)).getOrDefault(recipient, new Acks.Tally(0, 0, 0));
        return new Summary(tally.head(), tally.unacked(), tally.unread());
    }
}
