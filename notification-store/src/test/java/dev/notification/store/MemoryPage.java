package dev.notification.store;

import dev.notification.api.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A page of a {@link MemoryBox}. */
final class MemoryPage {
    private static final Content NO_CONTENT = new Content("", new byte[0], null, false);

    private final MemoryBox box;
    private final PageRequest request;
    private final Instant now;
    private final List<Delivery> found = new ArrayList<>();
    private final List<Delivery> covered = new ArrayList<>();

    MemoryPage(MemoryBox box, PageRequest request, Instant now) {
        this.box = box;
        this.request = request;
        this.now = now;
    }

    Page build() {
        Lanes through = Lanes.all(0);
        Lanes againThrough = Lanes.all(0);
        for (Priority lane : Priority.values()) {
            List<MemoryDelivery> again = again(lane);
            List<MemoryDelivery> fresh = fresh(lane);
            long bytes = 0;
            int taken = 0;
            long last = 0;
            List<MemoryDelivery> all =
                    Stream.concat(again.stream(), fresh.stream()).toList();
            for (MemoryDelivery delivery : all) {
                if (bytes >= request.maxBytes()) break;
                bytes += take(delivery, taken < again.size());
                last = delivery.seq;
                taken++;
            }
            boolean whole =
                    taken == all.size() && fresh.size() < request.limit().get(lane);
            long reached = whole ? box.head : taken <= again.size() ? 0 : last;
            through = through.with(lane, Math.max(request.after().get(lane), reached));
            againThrough = againThrough.with(lane, taken == all.size() ? Long.MAX_VALUE : last);
        }
        return new Page(request.recipient(), box.head, found, covered, through, againThrough);
    }

    private List<MemoryDelivery> again(Priority lane) {
        return request.again().stream()
                .filter(again -> again.lane() == lane)
                .map(again -> box.deliveries.get(again.seq()))
                .filter(delivery -> delivery != null && delivery.unsettled(now))
                .toList();
    }

    private List<MemoryDelivery> fresh(Priority lane) {
        return box.deliveries.tailMap(request.after().get(lane), false).values().stream()
                .filter(delivery -> delivery.priority == lane && delivery.concerns(request, now))
                .filter(delivery ->
                        request.covered().listed() || !request.covered().holdsBack(delivery.delivery()))
                .limit(request.limit().get(lane))
                .toList();
    }

    /** The bytes it takes; none where only the fact that it is there matters. */
    private long take(MemoryDelivery delivery, boolean again) {
        if (!wanted(delivery.content)) return 0;
        if (!again && request.covered().holdsBack(delivery.delivery())) {
            Delivery d = delivery.delivery();
            covered.add(new Delivery(
                    d.seq(),
                    d.priority(),
                    d.attempt(),
                    d.sentAt(),
                    d.createdAt(),
                    d.expiresAt(),
                    d.ackRequired(),
                    NO_CONTENT));
            return 0;
        }
        found.add(delivery.delivery());
        return delivery.content.size();
    }

    /** Nothing here has a topic. */
    private boolean wanted(Content content) {
        Filter filter = request.filter();
        return filter.topics().isEmpty()
                && (filter.types().isEmpty() || filter.types().contains(content.type()));
    }
}
