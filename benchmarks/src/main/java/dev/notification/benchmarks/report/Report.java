package dev.notification.benchmarks.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.notification.benchmarks.site.Bench;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.apache.kafka.common.utils.AppInfoParser;

/** Collects what was measured and prints it as one Markdown table. */
@SuppressWarnings("SystemOut")
public final class Report {
    private record Row(String benchmark, String measure, String value, String goal, String load) {
        String line() {
            return String.join(" | ", "| " + benchmark, measure, value, goal, load + " |");
        }
    }

    private final Path directory;
    private final List<String> head = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private String benchmark = "";

    /**
     * An empty one.
     *
     * @param directory where files with all that was measured go
     */
    public Report(Path directory) {
        this.directory = directory;
    }

    /** Says on what everything after was measured. */
    public void machine(Bench bench) throws Exception {
        head.add("processors %d, deployable on %s with %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        bench.javaVersion(),
                        String.join(" ", bench.program().jvmOptions())));
        head.add("PostgreSQL %s, Kafka clients %s".formatted(bench.postgresVersion(), AppInfoParser.getVersion()));
        head.forEach(System.out::println);
    }

    public void begin(String name) {
        benchmark = name;
        System.out.println(name + " begins, load average " + load());
    }

    /**
     * Adds a row, and prints it.
     *
     * @param goal empty when the value is only for information
     */
    public void add(String measure, String value, String goal) {
        Row row = new Row(benchmark, measure, value, goal, load());
        rows.add(row);
        System.out.println(row.line());
    }

    /** Percentiles of microseconds, and all of them in a file of this name in the directory of the run. */
    public void latencies(String load, Histogram micros, String... goals) throws IOException {
        double[] percentiles = {50, 99, 90, 99.9, 100};
        for (int i = 0; i < percentiles.length; i++) {
            String name = percentiles[i] == 100 ? "max" : "p" + new DecimalFormat("0.#").format(percentiles[i]);
            double millis = micros.getValueAtPercentile(percentiles[i]) / 1e3;
            add(load + name, "%.1f ms".formatted(millis), i < goals.length ? goals[i] : "");
        }
        try (PrintStream file =
                new PrintStream(directory.resolve(benchmark + ".hlog").toFile(), UTF_8)) {
            HistogramLogWriter log = new HistogramLogWriter(file);
            log.outputLogFormatVersion();
            log.outputLegend();
            log.outputIntervalHistogram(micros);
        }
    }

    public void say(String progress) {
        System.out.println(benchmark + ": " + progress);
    }

    public void print() {
        System.out.println();
        head.forEach(System.out::println);
        System.out.println();
        System.out.println("| benchmark | measure | value | goal | load average |");
        System.out.println("|---|---|---|---|---|");
        rows.forEach(row -> System.out.println(row.line()));
    }

    /** Of the last minute. */
    private static String load() {
        return String.format(
                Locale.ROOT,
                "%.1f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
