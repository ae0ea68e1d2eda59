package dev.notification.reliability.experiment;

import dev.notification.reliability.experiment.Experiment.Habits;
import dev.notification.reliability.proxy.Link;
import dev.notification.reliability.relay.Mischief.Ways;
import dev.notification.reliability.site.Site;
import dev.notification.testbed.Deployable;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Everything, in an order that chance chooses. */
final class MixedExperiments {
    private static final Duration A_WHILE = Duration.ofSeconds(5);
    private static final int SEEDS = 3;

    static final List<Experiment> ALL = IntStream.rangeClosed(1, SEEDS)
            .mapToObj(number -> new Experiment(
                    "b21-" + number,
                    "a random mix",
                    Needs.USUAL,
                    Scale.of(200, 200, 24),
                    Habits.USUAL,
                    MixedExperiments::mix))
            .toList();

    private static final List<Consumer<Stage>> FAULTS = List.of(
            stage -> stage.nemesis().crash(ingest(stage)),
            stage -> stage.nemesis().crash(stream(stage)),
            stage -> stage.nemesis().crash(stage.site().postgres()),
            stage -> stage.nemesis().crash(stage.site().kafka()),
            stage -> stage.hold(A_WHILE, stage.nemesis().freeze(ingest(stage))),
            stage -> stage.hold(A_WHILE, stage.nemesis().freeze(stream(stage))),
            stage -> stage.hold(A_WHILE, stage.nemesis().freeze(stage.site().kafka())),
            stage -> stage.hold(A_WHILE, stage.nemesis().freeze(stage.site().postgres())),
            stage -> stage.hold(
                    A_WHILE,
                    stage.nemesis().partition(stage.site().linksTo(stage.site().postgres()))),
            stage -> stage.hold(
                    A_WHILE,
                    stage.nemesis().partition(stage.site().linksTo(stage.site().kafka()))),
            stage -> stage.hold(
                    A_WHILE,
                    stage.nemesis().slow(stage.site().linksTo(stage.site().postgres()), Duration.ofMillis(300))),
            stage -> stage.hold(A_WHILE, stage.nemesis().arrivals(new Ways(0.3, 0.2, 20, false))),
            stage -> stage.nemesis().database().terminateSessions(),
            stage -> stage.nemesis().reset(clients(stage.site())));

    private MixedExperiments() {}

    private static void mix(Stage stage) {
        stage.rounds(() -> {
            stage.load().more(stage.scale().perSecond());
            stage.awaitWork();
            FAULTS.get(stage.chance().nextInt(FAULTS.size())).accept(stage);
            stage.load().received();
        });
    }

    private static Deployable ingest(Stage stage) {
        return one(stage, stage.site().ingests());
    }

    private static Deployable stream(Stage stage) {
        return one(stage, stage.site().streams());
    }

    private static Deployable one(Stage stage, List<Deployable> all) {
        return all.get(stage.chance().nextInt(all.size()));
    }

    private static List<Link> clients(Site site) {
        return site.streams().stream().map(site::linkFromOutside).toList();
    }
}
