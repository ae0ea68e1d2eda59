package dev.notification.reliability.experiment;

import dev.notification.reliability.history.Verdict;
import java.time.Duration;
import java.util.List;

/** What came out of one experiment. */
record Result(
        Experiment experiment,
        List<String> faults,
        String operations,
        Verdict verdict,
        List<String> malformed,
        Duration recovery) {

    static final String HEAD = """
            | experiment | faults that happened | operations | violations | recovery |
            |---|---|---|---|---|
            """;

    long violations() {
        return verdict.violations() + malformed.size();
    }

    String row() {
        String found = violations() == 0
                ? "0"
                : verdict.counts() + (malformed.isEmpty() ? "" : " MALFORMED=" + malformed.size());
        return "| %s: %s | %s | %s | %s | %.1f s |%n"
                .formatted(
                        experiment.name(),
                        experiment.what(),
                        String.join("; ", faults),
                        operations,
                        found,
                        recovery.toMillis() / 1e3);
    }
}
