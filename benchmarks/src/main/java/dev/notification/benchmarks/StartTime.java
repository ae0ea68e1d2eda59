package dev.notification.benchmarks;

import java.time.Clock;
import java.time.Duration;

/** How long the jar takes until it is ready, on an empty database and on one that has its tables. */
final class StartTime implements Benchmark {
    private static final int STARTS = 3;

    @Override
    public void run(Site site, Report report) throws Exception {
        Tokens tokens = new Tokens(site.bench().directory(), Clock.systemUTC());
        Duration first = start(site, tokens);
        for (int i = 0; i < STARTS; i++) {
            Duration time = start(site, tokens);
            report.add("ready after, start " + (i + 1), seconds(time), "≤ 6 s");
        }
        report.add("ready after, first start on an empty database", seconds(first), "");
    }

    private static Duration start(Site site, Tokens tokens) throws Exception {
        try (Deployable deployable = Deployable.start(site, tokens)) {
            return deployable.startTime();
        }
    }

    private static String seconds(Duration time) {
        return "%.1f s".formatted(time.toMillis() / 1000.0);
    }
}
