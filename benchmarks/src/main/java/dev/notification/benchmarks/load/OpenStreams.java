package dev.notification.benchmarks.load;

import dev.notification.benchmarks.client.Streams;
import dev.notification.benchmarks.report.Benchmark;
import dev.notification.benchmarks.report.Report;
import dev.notification.benchmarks.site.CpuTime;
import dev.notification.benchmarks.site.KernelMemory;
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
    /** Then the compiler is through with what opening gave it to do. */
    private static final long COMPILE_NANOS = TimeUnit.SECONDS.toNanos(120);
    /** Four heartbeats of each stream. */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** After a full collection the heap is given back but for a tenth: else its spare room would be counted, not streams. */
    private static final String[] JVM = {
        "-XX:NativeMemoryTracking=summary", "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10"
    };

    private record Memory(long resident, long liveHeap, long direct, long kernel) {
        static Memory of(ProcessMemory process) throws Exception {
            long kernel = KernelMemory.now();
            long liveHeap = process.liveHeap();
            return new Memory(process.resident(), liveHeap, process.direct(), kernel);
        }
    }

    @Override
    public void run(Site site, Report report) throws Exception {
        if (STREAMS / 3 <= WARM_UP)
            throw new IllegalArgumentException("benchmark.idle-streams must be more than " + 3 * (WARM_UP + 1));
        Tokens tokens = new Tokens(site.bench().directory(), Clock.systemUTC());
        List<String> all = IntStream.range(0, STREAMS)
                .parallel()
                .mapToObj(i -> tokens.of("recipient-" + i))
                .toList();
        try (Deployable deployable = Deployable.start(site, tokens, JVM);
                Streams streams = new Streams(deployable.port(), all, (client, frame) -> {})) {
            streams.open(WARM_UP);
            Memory before = Memory.of(deployable.memory());
            measure(report, deployable, streams, before, WARM_UP, STREAMS / 3);
            measure(report, deployable, streams, before, STREAMS / 3, STREAMS);
            // a heap without spare room is collected all the time
            deployable.memory().keepSpareHeap();
            LockSupport.parkNanos(COMPILE_NANOS);
            double idle = idleShare(deployable);
            streams.check();
            report.add("processor while idle, of one core", "%.1f %%".formatted(100 * idle), "≤ 5 %");
        }
    }

    private static void measure(
            Report report, Deployable deployable, Streams streams, Memory before, int already, int open)
            throws Exception {
        long begin = System.nanoTime();
        streams.open(open);
        double seconds = (System.nanoTime() - begin) / 1e9;
        LockSupport.parkNanos(SETTLE_NANOS);
        streams.check();
        Memory after = Memory.of(deployable.memory());
        int more = open - WARM_UP;
        String load = "%,d open: ".formatted(open);
        report.add(load + "resident memory a stream", each(before.resident, after.resident, more), "≤ 12 KB");
        report.add(load + "live heap a stream", each(before.liveHeap, after.liveHeap, more), "≤ 9 KB");
        report.add(load + "direct buffers a stream", each(before.direct, after.direct, more), "");
        report.add(load + "kernel a stream", each(before.kernel, after.kernel, 2 * more), "");
        report.add(load + "resident memory of the process", "%,d MB".formatted(after.resident / 1024), "");
        report.add(load + "opened", "%,.0f/s".formatted((open - already) / seconds), "");
    }

    /** Processor time of the deployable while it only writes heartbeats, of one core's. */
    private static double idleShare(Deployable deployable) {
        Duration before = CpuTime.of(deployable.pid());
        long begin = System.nanoTime();
        LockSupport.parkNanos(IDLE_NANOS);
        return (double) CpuTime.of(deployable.pid()).minus(before).toNanos() / (System.nanoTime() - begin);
    }

    private static String each(long before, long after, int streams) {
        return "%.1f KB".formatted((after - before) / (double) streams);
    }
}
