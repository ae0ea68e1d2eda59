package dev.notification.stream.connection;

import dev.notification.api.Priority;
import dev.notification.store.Delivery;
import dev.notification.store.Lanes;
import dev.notification.store.Page;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A page being sent: what is left of it in each lane. */
final class LanePage {
    private final Map<Priority, Deque<Delivery>> left = new EnumMap<>(Priority.class);
    private final Page page;

    LanePage(Page page) {
        this.page = page;
        for (Priority lane : Priority.values()) left.put(lane, new ArrayDeque<>());
        page.deliveries().forEach(delivery -> of(delivery.priority()).add(delivery));
    }

    /**
     * The next delivery in the order of lanes; null when the page is done, or when a lane that has more in the store ran
     * out here: what that lane would send next is only known from the next page.
     */
    @Nullable
    Delivery next(LaneOrder order) {
        for (Priority lane : Priority.values()) {
            if (of(lane).isEmpty() && page.through().get(lane) < page.head()) return null;
        }
        Priority lane = order.next(has(Priority.HIGH), has(Priority.NORMAL), has(Priority.LOW));
        return lane == null ? null : of(lane).poll();
    }

    /** For each lane, the sequence up to which nothing is left to send. */
    Lanes through() {
        return new Lanes(through(Priority.HIGH), through(Priority.NORMAL), through(Priority.LOW));
    }

    private long through(Priority lane) {
        Delivery next = of(lane).peek();
        return next == null ? page.through().get(lane) : next.seq() - 1;
    }

    private boolean has(Priority lane) {
        return !of(lane).isEmpty();
    }

    private Deque<Delivery> of(Priority lane) {
        return left.computeIfAbsent(lane, key -> new ArrayDeque<>());
    }
}
