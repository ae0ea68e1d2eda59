package dev.notification.reliability.experiment;

import dev.notification.reliability.history.Rule;
import dev.notification.reliability.history.Verdict;

/** The table, and below it what the violations were. */
final class Report {
    private static final String CONTROLS = """

            | broken on purpose | found | all that was found |
            |---|---|---|
            """;

    private final StringBuilder table = new StringBuilder();
    private final StringBuilder controls = new StringBuilder();
    private final StringBuilder details = new StringBuilder();
    private boolean passed = true;

    Report(long seed, String broken) {
        table.append("Seed %d%s%n%n".formatted(seed, broken.isEmpty() ? "" : ", defect " + broken));
        table.append(Result.HEAD);
    }

    void add(Result result) {
        table.append(result.row());
        if (result.violations() == 0) return;
        passed = false;
        details.append("%n%s%n%s%s%n"
                .formatted(
                        result.experiment().name(),
                        result.verdict(),
                        String.join("\n", result.played().malformed())));
    }

    /** One that ended before it could be judged. */
    void add(Experiment experiment, RuntimeException failure) {
        passed = false;
        table.append("| %s: %s | | | not judged: %s | |%n"
                .formatted(
                        experiment.name(),
                        experiment.what(),
                        String.valueOf(failure.getMessage()).lines().findFirst().orElse("")));
    }

    /** One of a build that is broken on purpose, which has to be found. */
    void control(String defect, Rule expected, Verdict verdict) {
        long found = verdict.counts().getOrDefault(expected, 0L);
        passed &= found > 0;
        controls.append("| %s | %s | %s |%n"
                .formatted(defect, found > 0 ? expected + ", " + found + " times" : "**not found**", verdict.counts()));
    }

    boolean passed() {
        return passed;
    }

    @Override
    public String toString() {
        return table.toString() + (controls.isEmpty() ? "" : CONTROLS + controls) + details;
    }
}
