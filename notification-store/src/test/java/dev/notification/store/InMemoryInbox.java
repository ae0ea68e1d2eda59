package dev.notification.store;

import dev.notification.api.Priority;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The inboxes without a database, in every observable way like the ones in it, and a way to fill them. What is announced is
 * announced before a method returns. Any thread may call.
 */
public final class InMemoryInbox implements Inbox {
    private final Map<String, MemoryBox> boxes = new HashMap<>();
    private final Clock clock;
    private final Arrivals arrivals;
    private StoreEpoch epoch = epoch(1);
    private long life = 1;

    public InMemoryInbox(Clock clock, Arrivals arrivals) {
        this.clock = clock;
        this.arrivals = arrivals;
    }

    private static StoreEpoch epoch(long life) {
        return new StoreEpoch(ByteBuffer.allocate(16).putLong(8, life).array());
    }

    /** Puts a notification in an inbox and returns its sequence. */
    public long append(String recipient, Content content, Priority priority) {
        return append(recipient, content, priority, null, true);
    }

    /**
     * Puts a notification in an inbox and returns its sequence.
     *
     * @param expiresAt null for never
     * @param ackRequired false when being written to a stream settles it
     */
    public long append(
            String recipient, Content content, Priority priority, @Nullable Instant expiresAt, boolean ackRequired) {
        Delivery delivery;
        Arrival arrival;
        synchronized (this) {
            delivery = box(recipient).append(content, priority, now(), expiresAt, ackRequired);
            arrival = new Arrival.Stored(recipient, epoch.id(), delivery.seq(), delivery);
        }
        arrivals.announce(List.of(arrival));
        return delivery.seq();
    }

    /** What retention does: forgets the deliveries up to this sequence, and remembers the last unsettled one. */
    public synchronized void drop(String recipient, long through) {
        box(recipient).drop(through, now());
    }

    /** What a database set back does to cursors. */
    public synchronized void renewEpoch() {
        epoch = epoch(++life);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private MemoryBox box(String recipient) {
        return boxes.computeIfAbsent(recipient, name -> new MemoryBox());
    }

    private MemoryBox look(String recipient) {
        return boxes.getOrDefault(recipient, MemoryBox.EMPTY);
    }

    @Override
    public synchronized List<Opening> open(List<String> recipients) {
        Instant now = now();
        return recipients.stream()
                .map(recipient -> {
                    MemoryBox box = look(recipient);
                    return new Opening(
                            recipient, epoch, box.head, box.unacked(now), box.lowestUnsettled(now), box.droppedThrough);
                })
                .toList();
    }

    @Override
    public synchronized List<Page> read(List<PageRequest> requests) {
        Instant now = now();
        return requests.stream()
                .map(request -> look(request.recipient()).page(request, now))
                .toList();
    }

    @Override
    public synchronized Heads heads(List<String> recipients) {
        return new Heads(
                epoch,
                recipients.stream().map(recipient -> look(recipient).head).toList());
    }

    @Override
    public synchronized void markSent(List<SentMark> marks) {
        marks.forEach(mark -> look(mark.recipient()).mark(mark));
    }

    @Override
    public synchronized void exhaust(List<Place> places, int attempts) {
        Instant now = now();
        for (Place place : places) {
            MemoryDelivery delivery = look(place.recipient()).deliveries.get(place.seq());
            if (delivery != null) delivery.exhaust(attempts, now);
        }
    }

    @Override
    public List<AckResult> ack(List<AckRequest> requests, List<SentMark> marks) {
        Map<String, Set<Long>> acked = new LinkedHashMap<>();
        Map<String, Set<Long>> read = new LinkedHashMap<>();
        List<AckResult> results;
        long epochId;
        synchronized (this) {
            epochId = epoch.id();
            markSent(marks);
            Map<Integer, long[]> counts = new HashMap<>();
            // acks take effect before reads, whatever their order
            for (boolean reads : new boolean[] {false, true}) {
                for (int i = 0; i < requests.size(); i++) {
                    AckRequest request = requests.get(i);
                    if (request.read() != reads || !accepts(request)) continue;
                    Set<Long> nowAcked = new TreeSet<>();
                    Set<Long> nowRead = new TreeSet<>();
                    look(request.recipient()).settle(request, now(), nowAcked, nowRead);
                    counts.put(i, new long[] {nowAcked.size(), nowRead.size()});
                    collect(acked, request, nowAcked);
                    collect(read, request, nowRead);
                }
            }
            results = results(requests, counts);
        }
        List<Arrival> announcements = new ArrayList<>();
        acked.forEach((recipient, seqs) -> announcements.add(new Arrival.Acked(recipient, epochId, ranges(seqs))));
        read.forEach((recipient, seqs) -> announcements.add(new Arrival.Read(recipient, epochId, ranges(seqs))));
        arrivals.announce(announcements);
        return results;
    }

    private List<AckResult> results(List<AckRequest> requests, Map<Integer, long[]> counts) {
        Instant now = now();
        List<AckResult> results = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            AckRequest request = requests.get(i);
            MemoryBox box = look(request.recipient());
            long[] count = counts.getOrDefault(i, new long[2]);
            long unread = request.read() ? box.unread() : 0;
            results.add(new AckResult(accepts(request), count[0], count[1], box.unacked(now), unread, box.head));
        }
        return results;
    }

    private static void collect(Map<String, Set<Long>> all, AckRequest request, Set<Long> seqs) {
        if (!seqs.isEmpty()) {
            all.computeIfAbsent(request.recipient(), name -> new LinkedHashSet<>())
                    .addAll(seqs);
        }
    }

    private static List<SequenceRange> ranges(Set<Long> seqs) {
        return SequenceRange.of(seqs.stream().mapToLong(Long::longValue).toArray());
    }

    private boolean accepts(AckRequest request) {
        return request.epoch() == null || request.epoch().equals(epoch.of(request.recipient()));
    }

    @Override
    public synchronized List<InboxItem> list(
            String recipient, InboxFilter filter, OptionalLong before, int limit, Instant now) {
        Predicate<MemoryDelivery> wanted = switch (filter) {
            case UNACKED -> delivery -> delivery.unacked(now);
            case UNREAD -> delivery -> delivery.readAt == null;
            case ALL -> delivery -> true;
        };
        return look(recipient).deliveries.values().stream()
                .filter(wanted)
                .filter(delivery -> delivery.seq < before.orElse(Long.MAX_VALUE))
                .sorted(Comparator.comparingLong((MemoryDelivery delivery) -> delivery.seq)
                        .reversed())
                .limit(limit)
                .map(delivery -> delivery.item(now))
                .toList();
    }

    @Override
    public synchronized Optional<InboxItem> find(String recipient, long seq, Instant now) {
        return Optional.ofNullable(look(recipient).deliveries.get(seq)).map(delivery -> delivery.item(now));
    }

    @Override
    public synchronized Summary summary(String recipient) {
        MemoryBox box = look(recipient);
        return new Summary(box.head, box.unacked(now()), box.unread());
    }
}
