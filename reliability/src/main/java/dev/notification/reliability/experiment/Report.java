package dev.notification.reliability.experiment;

/** The table, and below it what the violations were. */
final class Report {
    private final StringBuilder table = new StringBuilder();
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

    boolean passed() {
        return passed;
    }

    @Override
    public String toString() {
        return table.toString() + details;
    }
}
