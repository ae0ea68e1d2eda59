package dev.notification.reliability.experiment;

import dev.notification.reliability.experiment.Experiment.Habits;
import dev.notification.reliability.history.Rule;
import dev.notification.reliability.proxy.Link;
import dev.notification.reliability.site.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The checker checked: of each way in which a build is broken on purpose it has to find the violation, and of the same build
 * without a defect none.
 */
final class Controls {
    private static final String NO_DEFECT = "";

    private static final Map<String, Rule> DEFECTS = defects();

    private static final Experiment EXPERIMENT = new Experiment(
            "control",
            "connections cut, places forgotten",
            Needs.USUAL.crashPoints(),
            Scale.QUICK,
            Habits.USUAL,
            Controls::hurt);

    private Controls() {}

    private static Map<String, Rule> defects() {
        Map<String, Rule> defects = new LinkedHashMap<>();
        defects.put("lost", Rule.LOST);
        defects.put("duplicate", Rule.DUPLICATE);
        defects.put("gap", Rule.GAP);
        defects.put("order", Rule.INVERSION);
        defects.put("phantom", Rule.PHANTOM);
        defects.put("cross-recipient", Rule.FOREIGN);
        defects.put("acked-redelivered", Rule.REDELIVERED);
        defects.put("false-2xx", Rule.FALSE_ACK);
        defects.put("silent-hole", Rule.HOLE);
        defects.put("not-monotonic", Rule.NON_MONOTONIC);
        defects.put("unannounced-reset", Rule.UNANNOUNCED_RESET);
        defects.put("leak", Rule.BASELINE);
        return defects;
    }

    /** Reports each; one that was not found, or found without a defect, is a failure. */
    static void run(Path directory, long seed, Report report) throws IOException {
        try (Site site = EXPERIMENT.needs().start(seed, NO_DEFECT)) {
            Trial trial = new Trial(site, directory, seed);
            report.add(trial.run(EXPERIMENT, EXPERIMENT.nightly()));
            long control = seed;
            for (Map.Entry<String, Rule> defect : DEFECTS.entrySet()) {
                site.deployables().forEach(one -> {
                    one.stop();
                    one.launch("--reliability.broken=" + defect.getKey());
                });
                site.deployables().forEach(one -> one.awaitReady(Site.PATIENCE));
                // people of its own: what the one before left behind is not its fault
                Result result = new Trial(site, directory, ++control).run(EXPERIMENT, EXPERIMENT.nightly());
                report.control(defect.getKey(), defect.getValue(), result.verdict());
            }
        }
    }

    private static void hurt(Stage stage) {
        List<Link> clients = stage.site().streams().stream()
                .map(stage.site()::linkFromOutside)
                .toList();
        stage.load().more(500);
        stage.nemesis().reset(clients);
        stage.load().more(500);
        stage.load().readers().forgetPlaces();
        stage.load().readers().forgetWhoCaughtUp();
        stage.nemesis().reset(clients);
        stage.load().await("everybody", () -> stage.load().readers().allCaughtUp());
    }
}
