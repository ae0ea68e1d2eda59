package dev.notification.stream.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What an arrival costs a node where its recipient is not connected: the look-up of {@link Connections#wants} among 10,000. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ArrivalsLookup {
    private static final int CONNECTED = 10_000;
    private static final int ABSENT = 1 << 16;

    private final RecipientKey.Asked asked = new RecipientKey.Asked();
    private final Map<RecipientKey, Object> connected = new ConcurrentHashMap<>(connected());
    private final byte[][] absent = new byte[ABSENT][];
    private int next;

    /** Makes the keys as they come from Kafka. */
    public ArrivalsLookup() {
        for (int i = 0; i < ABSENT; i++) absent[i] = ("recipient-" + (CONNECTED + i)).getBytes(UTF_8);
    }

    private static Map<RecipientKey, Object> connected() {
        Map<RecipientKey, Object> all = new HashMap<>();
        for (int i = 0; i < CONNECTED; i++) all.put(RecipientKey.of("recipient-" + i), i);
        return all;
    }

    /** One arrival. */
    @Benchmark
    public boolean lookUp() {
        next = (next + 1) & (ABSENT - 1);
        return connected.containsKey(asked.about(absent[next]));
    }
}
