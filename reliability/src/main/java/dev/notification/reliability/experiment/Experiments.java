package dev.notification.reliability.experiment;

import dev.notification.reliability.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a set of experiments, {@code -Dreliability.set=quick|nightly|controls}, or those of {@code -Dreliability.only=b01,b03}, with
 * {@code -Dreliability.seed=} and, if wanted, {@code -Dreliability.broken=} with the name of a defect. Prints one table. The exit
 * status is 1 when anything was violated, a plan was not reached, or a control was not caught.
 */
public final class Experiments implements AutoCloseable {
    private final long seed;
    private final String broken;
    private final Path directory;
    private final Report report;
    private @Nullable Needs needs;
    private @Nullable Site site;

    private Experiments(long seed, String broken, Path directory, Report report) {
        this.seed = seed;
        this.broken = broken;
        this.directory = directory;
        this.report = report;
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        String set = setting("set", "nightly");
        String only = setting("only", "");
        long seed = Long.parseLong(setting("seed", "1"));
        Map<Experiment, Scale> chosen = Sets.chosen(set, only);
        Path directory = Files.createDirectories(Path.of("target", "experiments"));
        String broken = setting("broken", "");
        Report report = new Report(seed, broken);
        try (Experiments experiments = new Experiments(seed, broken, directory, report)) {
            for (Map.Entry<Experiment, Scale> one : chosen.entrySet()) experiments.run(one.getKey(), one.getValue());
        }
        if (Sets.controls(set, only)) Controls.run(directory, seed, report);
        System.out.println(report);
        Files.writeString(directory.resolve("report.md"), report.toString());
        System.exit(report.passed() ? 0 : 1);
    }

    @SuppressWarnings("SystemOut")
    private void run(Experiment experiment, Scale scale) throws IOException {
        System.out.printf("%s: %s%n", experiment.name(), experiment.what());
        try {
            Result result = new Trial(site(experiment.needs()), directory, seed).run(experiment, scale);
            System.out.print(result.row());
            report.add(result);
        } catch (RuntimeException e) {
            e.printStackTrace();
            report.add(experiment, e);
            // what is left of it is not fit for another
            close();
        }
    }

    private Site site(Needs wanted) {
        Site running = site;
        if (running != null && wanted.equals(needs)) return running;
        close();
        Site started = wanted.start(seed, broken);
        needs = wanted;
        site = started;
        return started;
    }

    private static String setting(String name, String otherwise) {
        String value = System.getProperty("reliability." + name, "");
        return value.isEmpty() ? otherwise : value;
    }

    @Override
    public void close() {
        Site running = site;
        site = null;
        if (running != null) running.close();
    }
}
