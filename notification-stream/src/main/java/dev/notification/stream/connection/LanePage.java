package dev.notification.stream.connection;

import dev.notification.api.Priority;
import dev.notification.store.Delivery;
import dev.notification.store.Lanes;
import dev.notification.store.Page;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A page being sent: what is left of it in each lane, repeats before what is new. */
final class LanePage {
    private final Page page;
    private final Lanes before;
    private final LaneOrder order;
    private final InFlight inFlight;
    private final Lane[] lanes = {new Lane(), new Lane(), new Lane()};

    private static final class Lane {
        final Deque<Delivery> again = new ArrayDeque<>();
        final Deque<Delivery> fresh = new ArrayDeque<>();
    }

    /** @param before for each lane, the sequence after which a delivery is new to the stream */
    LanePage(Page page, Lanes before, LaneOrder order, InFlight inFlight) {
        this.page = page;
        this.before = before;
        this.order = order;
        this.inFlight = inFlight;
        for (Delivery delivery : page.deliveries()) {
            Lane lane = of(delivery.priority());
            (isAgain(delivery) ? lane.again : lane.fresh).add(delivery);
        }
    }

    private boolean isAgain(Delivery delivery) {
        return delivery.seq() <= before.get(delivery.priority());
    }

    /**
     * The next delivery in the order of lanes; null when all that may go was taken, or when a lane that has more in the store
     * ran out here: what that lane would send next is only known from the next page.
     */
    @Nullable
    Delivery peek() {
        for (Priority lane : Priority.values()) {
            boolean empty = of(lane).again.isEmpty() && of(lane).fresh.isEmpty();
            if (empty && inFlight.room(lane) > 0 && page.through().get(lane) < page.head()) return null;
        }
        for (Lane lane : lanes) dropWhatMayNotGo(lane.again);
        Priority lane = order.next(has(Priority.HIGH), has(Priority.NORMAL), has(Priority.LOW));
        if (lane == null) return null;
        Delivery again = of(lane).again.peek();
        return again != null ? again : of(lane).fresh.peek();
    }

    /** It is asked for again when there is room. */
    private void dropWhatMayNotGo(Deque<Delivery> again) {
        while (!again.isEmpty() && !inFlight.mayRepeat(again.element().seq())) again.remove();
    }

    /** Takes what {@link #peek} gave. */
    void take(Delivery delivery) {
        Priority lane = delivery.priority();
        order.sent(lane, has(Priority.NORMAL), has(Priority.LOW));
        (isAgain(delivery) ? of(lane).again : of(lane).fresh).remove();
    }

    /** For each lane, the sequence up to which nothing new is left to send. */
    Lanes through() {
        return new Lanes(through(Priority.HIGH), through(Priority.NORMAL), through(Priority.LOW));
    }

    private long through(Priority lane) {
        Delivery next = of(lane).fresh.peek();
        return next == null ? page.through().get(lane) : next.seq() - 1;
    }

    private boolean has(Priority lane) {
        return !of(lane).again.isEmpty() || (!of(lane).fresh.isEmpty() && inFlight.room(lane) > 0);
    }

    private Lane of(Priority lane) {
        return lanes[Lanes.number(lane)];
    }
}
