package dev.notification.benchmarks;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the benchmarks named on the command line and prints one table. Settings are system properties, {@code benchmark.*}. */
public final class Benchmarks {
    private static final Map<String, Benchmark> ALL = new LinkedHashMap<>();

    static {
        ALL.put("start", new StartTime());
        ALL.put("drain", new Drain());
        ALL.put("latency", new Latency(false));
        ALL.put("acks", new Latency(true));
        ALL.put("connections", new OpenStreams());
        ALL.put("ledger", new LedgerLookups());
        ALL.put("ledger_export", new LedgerExport());
        ALL.put("ledger_beside", new LedgerBesideStreams());
    }

    private Benchmarks() {}

    /** Takes the path of the deployable, then names of benchmarks or {@code all}, which leaves out those that need a seeded ledger. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2)
            throw new IllegalArgumentException("Name the deployable's jar, then benchmarks or all");
        Path jar = Path.of(arguments[0]).toRealPath();
        List<String> names = arguments[1].equals("all")
                ? ALL.keySet().stream()
                        .filter(name -> !name.startsWith("ledger"))
                        .toList()
                : List.of(arguments).subList(1, arguments.length);
        Report report = new Report();
        try (Bench bench = Bench.start(jar)) {
            report.machine(bench);
            for (String name : names) {
                Benchmark benchmark = ALL.get(name);
                if (benchmark == null) throw new IllegalArgumentException("Benchmarks are " + ALL.keySet());
                report.begin(name);
                benchmark.run(bench.site(name), report);
            }
        }
        report.print();
        // what clients left running is nobody's any more
        System.exit(0);
    }
}
