package dev.notification.reliability.experiment;

import dev.notification.reliability.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a set of experiments, {@code -Dreliability.set=quick|nightly}, or those of {@code -Dreliability.only=b01,b03}, with
 * {@code -Dreliability.seed=} and, as a control, {@code -Dreliability.broken=} with the name of a defect. Prints one table. The
 * exit status is 1 when anything was violated or a plan was not reached.
 */
public final class Experiments implements AutoCloseable {
    private final long seed;
    private final String broken;
    private final Path directory;
    private final Report report;
    private @Nullable Needs needs;
    private @Nullable Site site;

    private Experiments(long seed, String broken, Path directory) {
        this.seed = seed;
        this.broken = broken;
        this.directory = directory;
        this.report = new Report(seed, broken);
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        Map<Experiment, Scale> chosen = Sets.chosen(setting("set", "nightly"), setting("only", ""));
        Path directory = Files.createDirectories(Path.of("target", "experiments"));
        boolean passed;
        try (Experiments experiments =
                new Experiments(Long.parseLong(setting("seed", "1")), setting("broken", ""), directory)) {
            for (Map.Entry<Experiment, Scale> one : chosen.entrySet()) experiments.run(one.getKey(), one.getValue());
            String text = experiments.report.toString();
            System.out.println(text);
            Files.writeString(directory.resolve("report.md"), text);
            passed = experiments.report.passed();
        }
        System.exit(passed ? 0 : 1);
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
