package dev.notification.benchmarks;

import dev.notification.benchmarks.history.History;
import dev.notification.benchmarks.history.RetentionDrop;
import dev.notification.benchmarks.ledger.LedgerBesideStreams;
import dev.notification.benchmarks.ledger.LedgerExport;
import dev.notification.benchmarks.ledger.LedgerLookups;
import dev.notification.benchmarks.load.Cycle;
import dev.notification.benchmarks.load.Drain;
import dev.notification.benchmarks.load.HotInbox;
import dev.notification.benchmarks.load.Latency;
import dev.notification.benchmarks.load.OpenStreams;
import dev.notification.benchmarks.load.Storm;
import dev.notification.benchmarks.load.TwoNodes;
import dev.notification.benchmarks.report.Benchmark;
import dev.notification.benchmarks.report.Report;
import dev.notification.benchmarks.site.Bench;
import dev.notification.testbed.Image;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs the benchmarks named on the command line and prints one table. Settings are system properties, {@code benchmark.*}. */
public final class Benchmarks {
    private static final Map<String, Benchmark> ALL = new LinkedHashMap<>();
    private static final Set<String> SEEDED =
            Set.of("history", "retention", "ledger", "ledger_export", "ledger_beside");

    static {
        ALL.put("start", new StartTime());
        ALL.put("drain", new Drain());
        ALL.put("latency", new Latency(1_000, 1_000, -1, "≤ 4 ms", "≤ 20 ms"));
        ALL.put("acks", new Latency(1_000, 1_000, 1_000, "≤ 4 ms", "≤ 20 ms"));
        ALL.put("crowd", new Latency(10_000, 3_000, 10_000, "", "≤ 50 ms"));
        ALL.put(
                "cycle",
                new Cycle(1_000, "≥ 12,000/s", 2_000, 3_000, 4_000, 5_000, 6_000, 8_000, 10_000, 12_000, 15_000));
        ALL.put("cycle_each", new Cycle(0, "≥ 4,000/s", 1_000, 1_500, 2_000, 3_000, 4_000, 5_000));
        ALL.put("storm", new Storm());
        ALL.put("hot", new HotInbox());
        ALL.put("connections", new OpenStreams());
        ALL.put("nodes", new TwoNodes());
        ALL.put("steps", new Steps());
        ALL.put("history", new History());
        ALL.put("retention", new RetentionDrop());
        ALL.put("ledger", new LedgerLookups());
        ALL.put("ledger_export", new LedgerExport());
        ALL.put("ledger_beside", new LedgerBesideStreams());
    }

    private Benchmarks() {}

    /** The deployable with what its JVM learned while {@code acks} was measured. */
    private static Bench taught(Bench bench) throws Exception {
        Image image = Image.taught(bench.built(), bench.directory().resolve("taught"), learner -> {
            Report report = new Report(bench.directory());
            report.begin("lesson");
            new Latency(1_000, 1_000, 1_000).run(bench.measuring(learner).site("lesson"), report);
        });
        return bench.measuring(image.program(bench.built()));
    }

    /** Takes the path of the deployable, then names of benchmarks or {@code all}, which leaves out those that need a seeded database. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2)
            throw new IllegalArgumentException("Name the deployable's jar, then benchmarks or all");
        Path jar = Path.of(arguments[0]).toRealPath();
        List<String> names = arguments[1].equals("all")
                ? ALL.keySet().stream().filter(name -> !SEEDED.contains(name)).toList()
                : List.of(arguments).subList(1, arguments.length);
        try (Bench plain = Bench.start(jar)) {
            Report report = new Report(plain.directory());
            Bench bench = Boolean.getBoolean("benchmark.taught") ? taught(plain) : plain;
            report.machine(bench);
            for (String name : names) {
                Benchmark benchmark = ALL.get(name);
                if (benchmark == null) throw new IllegalArgumentException("Benchmarks are " + ALL.keySet());
                report.begin(name);
                benchmark.run(bench.site(name), report);
            }
            report.print();
        }
        // what clients left running is nobody's any more
        System.exit(0);
    }
}
