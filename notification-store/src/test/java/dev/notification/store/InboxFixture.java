package dev.notification.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.notification.api.Priority;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An inbox to examine, and words to do it with. */
abstract class InboxFixture {
    static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    final String alice = "alice-" + UUID.randomUUID();

    final String bob = "bob-" + UUID.randomUUID();

    /** The inboxes to examine. */
    protected abstract Inbox inbox();

    /** Places a notification in an inbox, and returns its sequence. */
    protected abstract long append(
            String recipient, Content content, Priority priority, @Nullable Instant expiresAt, boolean ackRequired);

    long append(String recipient, Content content, Priority priority, @Nullable Instant expiresAt) {
        return append(recipient, content, priority, expiresAt, true);
    }

    /** The time by the store's clock. */
    protected abstract Instant now();

    /** Lets the store's clock reach this time. */
    protected abstract void reach(Instant instant);

    /** Waits until this many arrivals were announced for a recipient, and returns them. */
    protected abstract List<Arrival> announced(String recipient, int count);

    /** Begins a new epoch. */
    protected abstract void renewEpoch();

    static Content content(String text) {
        return new Content("t", "\"id\":\"1\"".getBytes(UTF_8), text.getBytes(UTF_8), false);
    }

    void append(String recipient, Priority... lanes) {
        for (Priority lane : lanes) append(recipient, content("{}"), lane, null);
    }

    PageRequest from(String recipient, Lanes after, int limit) {
        return from(recipient, after, limit, 1_000_000, new Covered(0, LONG_AGO, false));
    }

    PageRequest from(String recipient, Lanes after, int limit, int maxBytes, Covered covered) {
        return new PageRequest(
                recipient, after, Lanes.all(limit), maxBytes, covered, Long.MAX_VALUE, Filter.NONE, List.of());
    }

    Page read(PageRequest request) {
        return inbox().read(List.of(request)).get(0);
    }

    List<Delivery> unsettled(String recipient) {
        return read(from(recipient, Lanes.all(0), 1_000)).deliveries();
    }

    static List<Long> seqs(List<Delivery> deliveries) {
        return deliveries.stream().map(Delivery::seq).toList();
    }

    Delivery delivery(String recipient, long seq) {
        return inbox().find(recipient, seq, now()).orElseThrow().delivery();
    }

    SentMark sent(String recipient, long seq, Instant at, int attempt) {
        return new SentMark(recipient, seq, delivery(recipient, seq).createdAt(), at, attempt, false);
    }

    static AckRequest acks(String recipient, long... seqs) {
        return new AckRequest(recipient, null, SequenceRange.of(seqs), 0, false);
    }

    static AckRequest upTo(String recipient, long seq) {
        return new AckRequest(recipient, null, List.of(), seq, false);
    }

    static AckRequest reads(String recipient, long... seqs) {
        return new AckRequest(recipient, null, SequenceRange.of(seqs), 0, true);
    }

    AckResult ack(AckRequest request) {
        return inbox().ack(List.of(request), List.of()).get(0);
    }

    static AckResult accepted(long acked, long unacked, long head) {
        return new AckResult(true, acked, 0, unacked, 0, head);
    }

    static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.api.Assertions.tuple(values);
    }

    long epochId() {
        return inbox().heads(List.of()).epoch().id();
    }

    String cursorEpoch(String recipient) {
        return inbox().open(List.of(recipient)).get(0).cursorEpoch();
    }

    List<Long> listed(InboxFilter filter, OptionalLong before, int limit) {
        return inbox().list(alice, filter, before, limit, now()).stream()
                .map(item -> item.delivery().seq())
                .toList();
    }
}
