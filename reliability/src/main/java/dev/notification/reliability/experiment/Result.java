package dev.notification.reliability.experiment;

import dev.notification.reliability.history.Verdict;
import dev.notification.reliability.nemesis.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What came out of one experiment. */
record Result(Experiment experiment, Played played, Verdict verdict) {
    static final String HEAD = """
            | experiment | faults that happened | operations | violations | recovery |
            |---|---|---|---|---|
            """;

    long violations() {
        return verdict.violations() + played.malformed().size() + missed();
    }

    private long missed() {
        return played.figures().stream().filter(Figure::missed).count();
    }

    String row() {
        List<String> times = new ArrayList<>();
        times.add("%.1f s".formatted(played.recovery().toMillis() / 1e3));
        played.figures().forEach(figure -> times.add((figure.missed() ? "**missed:** " : "") + figure));
        return "| %s: %s | %s | %s | %s | %s |%n"
                .formatted(
                        experiment.name(),
                        experiment.what(),
                        happened(),
                        played.operations(),
                        found(),
                        String.join("; ", times));
    }

    private String found() {
        List<String> found = new ArrayList<>();
        if (verdict.violations() > 0) found.add(verdict.counts().toString());
        if (!played.malformed().isEmpty())
            found.add("MALFORMED=" + played.malformed().size());
        if (missed() > 0) found.add("LATE=" + missed());
        return found.isEmpty() ? "0" : String.join(" ", found);
    }

    /** Faults of one kind together: how many there were, and how much they met. */
    private String happened() {
        Map<String, List<Fault>> kinds = played.faults().stream()
                .collect(Collectors.groupingBy(Fault::name, LinkedHashMap::new, Collectors.toList()));
        List<String> all = new ArrayList<>();
        kinds.forEach((name, same) -> all.add((same.size() == 1 ? "" : same.size() + " × ") + name + ": "
                + "%,d ".formatted(same.stream().mapToLong(Fault::happened).sum())
                + same.get(0).counted()));
        return String.join("; ", all);
    }
}
