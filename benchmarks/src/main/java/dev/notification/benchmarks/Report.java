package dev.notification.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.utils.AppInfoParser;

/** Collects what was measured and prints it as one Markdown table. */
@SuppressWarnings("SystemOut")
final class Report {
    private record Row(String benchmark, String measure, String value, String goal, String load) {
        String line() {
            return String.join(" | ", "| " + benchmark, measure, value, goal, load + " |");
        }
    }

    private final List<String> head = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private String benchmark = "";

    /** Says on what everything after was measured. */
    void machine(Bench bench) throws Exception {
        head.add("processors %d, deployable on %s with %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        bench.javaVersion(),
                        String.join(" ", bench.jvmOptions())));
        head.add("PostgreSQL %s, Kafka clients %s".formatted(bench.postgresVersion(), AppInfoParser.getVersion()));
        head.forEach(System.out::println);
    }

    void begin(String name) {
        benchmark = name;
        System.out.println(name + " begins, load average " + load());
    }

    /** @param goal empty when the value is only for information */
    void add(String measure, String value, String goal) {
        Row row = new Row(benchmark, measure, value, goal, load());
        rows.add(row);
        System.out.println(row.line());
    }

    void say(String progress) {
        System.out.println(benchmark + ": " + progress);
    }

    void print() {
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
