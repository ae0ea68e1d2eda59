package dev.notification.benchmarks.load;

import dev.notification.benchmarks.client.Streams;
import dev.notification.benchmarks.report.Benchmark;
import dev.notification.benchmarks.report.Report;
import dev.notification.benchmarks.site.CpuTime;
import dev.notification.benchmarks.site.Site;
import dev.notification.testbed.Deployable;
import dev.notification.testbed.ProcessMemory;
import dev.notification.testbed.Tokens;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** What an open stream with nothing to do costs the process in memory, each stream of a recipient of its own. */
public final class OpenStreams implements Benchmark {
    private static final int STREAMS = Integer.getInteger("benchmark.idle-streams", 15_000);
    /** Opened before, so that the first use and most of the compiling are in the baseline. */
    private static final int WARM_UP = 2_000;
    /** More than a heartbeat, so that every stream has written one. */
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(20);
    /** Four heartbeats of each stream. */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** After a full collection the heap is given back but for a tenth: else its spare room would be counted, not streams. */
    private static final String[] JVM = {
        "-XX:NativeMemoryTracking=summary", "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10"
    };

    private record Memory(long resident, long liveHeap, long direct) {
        static Memory of(ProcessMemory process) throws Exception {
            long liveHeap = process.liveHeap();
            return new Memory(process.resident(), liveHeap, process.direct());
        }
    }

    @Override
    public void run(Site site, Report report) throws Exception {
        Tokens tokens = new Tokens(site.bench().directory(), Clock.systemUTC());
        List<String> all = IntStream.range(0, STREAMS)
                .parallel()
                .mapToObj(i -> tokens.of("recipient-" + i))
                .toList();
        try (Deployable deployable = Deployable.start(site, tokens, JVM);
                Streams streams = new Streams(deployable.port(), all, (client, frame) -> {})) {
            streams.open(WARM_UP);
            Memory before = Memory.of(deployable.memory());
            long begin = System.nanoTime();
            streams.open(STREAMS);
            double seconds = (System.nanoTime() - begin) / 1e9;
            LockSupport.parkNanos(SETTLE_NANOS);
            streams.check();
            double idle = idleShare(deployable);
            streams.check();
            Memory after = Memory.of(deployable.memory());
            report.add(
                    "resident memory a stream, %,d open".formatted(STREAMS),
                    each(before.resident, after.resident),
                    "≤ 12 KB");
            report.add("live heap a stream", each(before.liveHeap, after.liveHeap), "≤ 9 KB");
            report.add("direct buffers a stream", each(before.direct, after.direct), "");
            report.add("processor while idle, of one core", "%.1f %%".formatted(100 * idle), "≤ 5 %");
            report.add("resident memory of the process", "%,d MB".formatted(after.resident / 1024), "");
            report.add("streams opened", "%,.0f/s".formatted((STREAMS - WARM_UP) / seconds), "");
        }
    }

    /** Processor time of the deployable while it only writes heartbeats, of one core's. */
    private static double idleShare(Deployable deployable) {
        Duration before = CpuTime.of(deployable.pid());
        long begin = System.nanoTime();
        LockSupport.parkNanos(IDLE_NANOS);
        return (double) CpuTime.of(deployable.pid()).minus(before).toNanos() / (System.nanoTime() - begin);
    }

    private static String each(long before, long after) {
        return "%.1f KB".formatted((after - before) / (double) (STREAMS - WARM_UP));
    }
}
