package dev.notification.reliability.experiment;

import dev.notification.reliability.site.Site;
import dev.notification.reliability.site.SitePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Runs a set of experiments, {@code -Dreliability.set=quick|nightly}, or those of {@code -Dreliability.only=b01,b03}, with
 * {@code -Dreliability.seed=} and, as a control, {@code -Dreliability.broken=} with the name of a defect. Prints one table. The
 * exit status is 1 when anything was violated or a plan was not reached.
 */
public final class Experiments {
    private static final Map<String, Integer> ROUNDS = Map.of("quick", 1, "nightly", 10);

    private Experiments() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        long seed = Long.parseLong(setting("seed", "1"));
        String broken = setting("broken", "");
        Integer rounds = ROUNDS.get(setting("set", "quick"));
        if (rounds == null) throw new IllegalArgumentException("Sets are " + ROUNDS.keySet());
        Path directory = Files.createDirectories(Path.of("target", "experiments"));
        SitePlan plan = SitePlan.here("experiments", seed).ingests(2).streams(2);
        StringBuilder report =
                new StringBuilder("Seed %d%s%n%n".formatted(seed, broken.isEmpty() ? "" : ", defect " + broken));
        report.append(Result.HEAD);
        boolean failed = false;
        List<Result> results = new ArrayList<>();
        try (Site site = (broken.isEmpty() ? plan : plan.broken(broken)).start()) {
            Trial trial = new Trial(site, directory, seed, rounds);
            for (Experiment experiment : chosen(setting("only", ""))) {
                Result result = trial.run(experiment);
                results.add(result);
                report.append(result.row());
                failed |= result.violations() > 0;
            }
        } catch (RuntimeException e) {
            // what is left of the site is not fit for another
            report.append("%nAfter %d experiments a plan was not reached: %s%n".formatted(results.size(), e));
            e.printStackTrace();
            failed = true;
        }
        for (Result result : results)
            if (result.violations() > 0)
                report.append("%n%s%n%s%s%n"
                        .formatted(
                                result.experiment().name(), result.verdict(), String.join("\n", result.malformed())));
        System.out.println(report);
        Files.writeString(directory.resolve("report.md"), report);
        System.exit(failed ? 1 : 0);
    }

    private static Collection<Experiment> chosen(String only) {
        Map<String, Experiment> all = Experiment.all();
        if (only.isEmpty()) return all.values();
        List<Experiment> chosen = new ArrayList<>();
        for (String name : only.split(",", -1)) {
            Experiment experiment = all.get(name);
            if (experiment == null) throw new IllegalArgumentException("Experiments are " + all.keySet());
            chosen.add(experiment);
        }
        return chosen;
    }

    private static String setting(String name, String otherwise) {
        String value = System.getProperty("reliability." + name, "");
        return value.isEmpty() ? otherwise : value;
    }
}
