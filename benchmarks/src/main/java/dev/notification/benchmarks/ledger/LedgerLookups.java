package dev.notification.benchmarks.ledger;

import dev.notification.benchmarks.report.Benchmark;
import dev.notification.benchmarks.report.Report;
import dev.notification.benchmarks.site.Site;
import dev.notification.testbed.Deployable;
import dev.notification.testbed.Tokens;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What each look into a ledger of ten million deliveries takes, one after the other, from asking to the end of the answer. */
public final class LedgerLookups implements Benchmark {
    private static final int WARM_UP = Integer.getInteger("benchmark.warm-up-requests", 50);
    /** A regular expression for the names of what is asked; all of it takes minutes. */
    private static final String ONLY = System.getProperty("benchmark.only", ".*");

    private static final String GOAL = "p99 ≤ 200 ms";

    @Override
    public void run(Site empty, Report report) throws Exception {
        Site site = LedgerSeed.of(empty, report);
        Tokens tokens = new Tokens(site.bench().directory(), Clock.systemUTC());
        List<Asked> all = asked();
        try (Deployable deployable = Deployable.start(site, tokens, LedgerSeed.KEEP)) {
            LedgerClient client = new LedgerClient(deployable.port(), tokens);
            for (Asked asked : all) if (asked.promised()) measure(client, asked, WARM_UP);
            for (Asked asked : all) {
                Histogram micros = measure(client, asked, asked.requests());
                report.add(asked.name(), shown(micros), asked.promised() ? GOAL : "");
            }
        }
    }

    private static List<Asked> asked() {
        return new LedgerQueries(LedgerSeed.shape(), Clock.systemUTC().instant())
                .all().stream().filter(asked -> asked.name().matches(ONLY)).toList();
    }

    private static Histogram measure(LedgerClient client, Asked asked, int requests) throws Exception {
        Histogram micros = new Histogram(TimeUnit.MINUTES.toMicros(2), 3);
        @Nullable String answer = null;
        for (int i = 0; i < requests; i++) {
            Asked.Path path = asked.paths().after(answer);
            long begin = System.nanoTime();
            answer = client.get(path);
            micros.recordValue((System.nanoTime() - begin) / 1_000);
        }
        return micros;
    }

    /** p50, p99, max */
    private static String shown(Histogram micros) {
        return String.format(
                Locale.ROOT,
                "%.1f, %.1f, %.1f ms",
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getMaxValue() / 1e3);
    }
}
