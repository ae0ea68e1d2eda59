package dev.notification.stream.connection;

import dev.notification.api.Priority;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What choosing the lane of a frame costs, in every mixture of lanes that have something to send. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LaneChoice {
    private final LaneOrder order = new LaneOrder();
    private int next;

    /** One frame, or the answer that there is none. */
    @Benchmark
    public @Nullable Priority choose() {
        int mixture = next++ & 7;
        boolean normal = (mixture & 2) != 0;
        boolean low = (mixture & 1) != 0;
        Priority lane = order.next((mixture & 4) != 0, normal, low);
        if (lane != null) order.sent(lane, normal, low);
        return lane;
    }
}
