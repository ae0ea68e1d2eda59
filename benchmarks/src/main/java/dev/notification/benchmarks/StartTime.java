package dev.notification.benchmarks;

import dev.notification.benchmarks.report.Benchmark;
import dev.notification.benchmarks.report.Report;
import dev.notification.benchmarks.site.Bench;
import dev.notification.benchmarks.site.Site;
import dev.notification.testbed.Deployable;
import dev.notification.testbed.Image;
import dev.notification.testbed.Tokens;
import java.time.Clock;
import java.time.Duration;

/** How long the deployable takes until it is ready: its jar, and as in the image; on an empty database and on one with tables. */
final class StartTime implements Benchmark {
    private static final int STARTS = 3;

    @Override
    public void run(Site site, Report report) throws Exception {
        Tokens tokens = new Tokens(site.bench().directory(), Clock.systemUTC());
        Bench bench = site.bench();
        Image image = Image.of(bench.built(), bench.directory().resolve("image"));
        Site plain = new Site(bench.measuring(bench.built()), site.name(), site.jdbcUrl());
        Site inImage = new Site(bench.measuring(image.program(bench.built())), site.name(), site.jdbcUrl());
        Duration first = start(plain, tokens);
        for (int i = 1; i <= STARTS; i++) {
            report.add("java -jar, ready after, start " + i, seconds(start(plain, tokens)), "≤ 6 s");
            Duration learned = start(inImage, tokens);
            report.add("as in the image, ready after, start " + i, seconds(learned), "≤ 6 s");
        }
        report.add("java -jar, ready after, first start on an empty database", seconds(first), "");
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
