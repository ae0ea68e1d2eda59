package dev.notification.stream.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.notification.api.Priority;
import dev.notification.store.AckRequest;
import dev.notification.store.Arrival;
import dev.notification.store.ArrivalListener;
import dev.notification.store.Content;
import dev.notification.store.InMemoryArrivals;
import dev.notification.store.InMemoryInbox;
import dev.notification.store.SentMark;
import dev.notification.store.SequenceRange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The inbox of alice, its devices, and time that passes only when a test says so. */
final class StreamWorld {
    static final String ALICE = "alice";

    final Map<Long, Instant> ackedAt = new HashMap<>();
    final Map<Long, Priority> lanes = new HashMap<>();
    final List<Device> devices = new ArrayList<>();
    RedeliveryProperties redelivery = redelivery(1_000, 0);
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    /** By how much the node's clock on the wall differs from the store's. */
    Duration nodeIsAhead = Duration.ZERO;

    final InMemoryInbox inbox;
    private final List<SentMark> marks = new ArrayList<>();

    StreamWorld() {
        InMemoryArrivals arrivals = new InMemoryArrivals();
        inbox = new InMemoryInbox(new WorldClock(), arrivals);
        arrivals.listen(new ArrivalListener() {
            @Override
            public boolean wants(byte[] recipient) {
                return true;
            }

            @Override
            public void arrived(Arrival arrival) {
                devices.forEach(device -> device.onTheWay.add(arrival));
            }
        });
    }

    static RedeliveryProperties redelivery(int maxInFlight, int maxAttempts) {
        return new RedeliveryProperties(
                Duration.ofSeconds(30),
                List.of(Duration.ofSeconds(40), Duration.ofMinutes(2)),
                maxAttempts,
                Duration.ofDays(7),
                maxInFlight,
                Duration.ofSeconds(60));
    }

    /** What the node's clocks say. */
    Moment moment() {
        return new Moment(now.plus(nodeIsAhead), now.toEpochMilli());
    }

    Device device() {
        Device device = new Device(this, StreamOptions.NONE);
        devices.add(device);
        return device;
    }

    Device device(StreamOptions options) {
        Device device = new Device(this, options);
        devices.add(device);
        return device;
    }

    long append(Priority priority) {
        return append("t", priority, null, true);
    }

    long append(String type, Priority priority, @Nullable Instant expiresAt, boolean ackRequired) {
        Content content = new Content(type, "\"id\":\"1\"".getBytes(UTF_8), null, false);
        long seq = inbox.append(ALICE, content, priority, expiresAt, ackRequired);
        lanes.put(seq, priority);
        return seq;
    }

    void append(Priority priority, int count) {
        for (int i = 0; i < count; i++) append(priority);
    }

    /** As the API would: with the marks of what was sent. */
    void ack(long... seqs) {
        AckRequest ack = new AckRequest(ALICE, null, SequenceRange.of(seqs), 0, false);
        inbox.ack(List.of(ack), takeMarks());
        for (long seq : seqs) ackedAt.putIfAbsent(seq, now);
    }

    void ackUpTo(String epoch, long seq) {
        List<Long> before = unsettled();
        inbox.ack(List.of(new AckRequest(ALICE, epoch, List.of(), seq, false)), takeMarks());
        before.removeAll(unsettled());
        before.forEach(acked -> ackedAt.putIfAbsent(acked, now));
    }

    void mark(SentMark mark) {
        marks.add(mark);
    }

    /** What the nodes do twice a second, and before a stream ends. */
    void flushMarks() {
        inbox.markSent(takeMarks());
    }

    /** A node was killed before its marks were written. */
    void loseMarks() {
        marks.clear();
    }

    private List<SentMark> takeMarks() {
        List<SentMark> taken = List.copyOf(marks);
        marks.clear();
        return taken;
    }

    List<Long> unsettled() {
        return inbox
                .list(ALICE, dev.notification.store.InboxFilter.UNACKED, java.util.OptionalLong.empty(), 1_000_000, now)
                .stream()
                .map(item -> item.delivery().seq())
                .collect(java.util.stream.Collectors.toCollection(ArrayList::new));
    }

    long head() {
        return inbox.summary(ALICE).head();
    }

    /** Time passes, in ticks of half a second, and everything asked for is answered. */
    void pass(Duration time) {
        Instant end = now.plus(time);
        while (now.isBefore(end)) {
            now = now.plusMillis(500);
            flushMarks();
            devices.forEach(Device::tick);
            devices.forEach(Device::drain);
        }
    }

    private final class WorldClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
