package dev.notification.benchmarks;

import dev.notification.benchmarks.report.Benchmark;
import dev.notification.benchmarks.report.Report;
import dev.notification.benchmarks.site.Site;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Single steps of the product in a JVM of their own: time and what they allocate. */
final class Steps implements Benchmark {
    private static final Map<String, String> GOALS = Map.of(
            "FrameEncoding.encode", "≤ 300 ns, ≤ 1.5 times the frame's 480 bytes",
            "ArrivalsLookup.lookUp", "≤ 2,000 ns, 0 bytes");
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    @Override
    public void run(Site site, Report report) throws Exception {
        Options options = new OptionsBuilder()
                .include("^dev\\.notification\\.")
                .jvm(site.bench().built().java())
                .jvmArgs(site.bench().built().jvmOptions().toArray(String[]::new))
                .addProfiler(GCProfiler.class)
                .forks(1)
                .warmupIterations(5)
                .warmupTime(TimeValue.seconds(2))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(2))
                .verbosity(VerboseMode.SILENT)
                .build();
        for (RunResult result : new Runner(options).run()) {
            String name = result.getParams().getBenchmark().replaceFirst(".*\\.(\\w+\\.\\w+)$", "$1");
            Result<?> time = result.getPrimaryResult();
            Result<?> allocated =
                    Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED), "the profiler is on");
            report.add(
                    name,
                    "%.0f ± %.0f ns, %.0f bytes".formatted(time.getScore(), time.getScoreError(), allocated.getScore()),
                    GOALS.getOrDefault(name, ""));
        }
    }
}
