package dev.notification.reliability.experiment;

import dev.notification.reliability.experiment.Experiment.Habits;
import dev.notification.reliability.hunter.Bigserial;
import dev.notification.reliability.hunter.Numbered;
import dev.notification.reliability.hunter.OrderHunter;
import dev.notification.reliability.nemesis.Fault;
import dev.notification.reliability.site.Site;
import dev.notification.testbed.Deployable;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Partitions that change hands. */
final class OwnershipExperiments {
    private static final Duration FROZEN = Duration.ofSeconds(30);
    private static final Duration SUCCESSOR = Duration.ofSeconds(20);
    private static final Duration TURN = Duration.ofSeconds(20);
    private static final Duration NEW_PARTITIONS = Duration.ofSeconds(60);
    private static final double HALF = 0.5;

    static final List<Experiment> ALL = List.of(
            new Experiment(
                    "b04",
                    "an owner frozen inside its transaction; it wakes when another has gone on",
                    Needs.USUAL,
                    Scale.of(200, 200, 10),
                    Habits.USUAL,
                    OwnershipExperiments::zombies),
            new Experiment(
                    "b05",
                    "three ingest processes, one of which leaves, joins or dies all the time",
                    Needs.USUAL.ingests(3),
                    Scale.of(500, 800, 6),
                    Habits.USUAL,
                    OwnershipExperiments::storm),
            new Experiment(
                    "b09",
                    "the order of commits, hunted by a million reads while ingest dies in its transactions",
                    Needs.USUAL,
                    Scale.of(500, 500, 1),
                    Habits.USUAL,
                    OwnershipExperiments::order),
            new Experiment(
                    "b18",
                    "twice as many partitions under load",
                    Needs.USUAL.partitions(4),
                    Scale.of(500, 500, 1),
                    Habits.USUAL,
                    OwnershipExperiments::partitions));

    private OwnershipExperiments() {}

    private static void zombies(Stage stage) {
        Site site = stage.site();
        stage.rounds(() -> {
            Deployable owner =
                    site.ingest(1 + stage.chance().nextInt(site.ingests().size()));
            Fault frozen;
            try (Fault slow =
                    stage.nemesis().slow(List.of(site.link(owner, site.postgres())), Duration.ofMillis(400))) {
                stage.load().await("bytes that come late", () -> slow.happened() > 0);
                frozen = stage.nemesis().freeze(owner);
            }
            long since = System.nanoTime();
            Map<Integer, Long> before = stage.work().positions();
            stage.within(
                    "another commits in every partition",
                    SUCCESSOR,
                    () -> stage.work().allBeyond(before));
            stage.hold(FROZEN.minusNanos(System.nanoTime() - since));
            stage.note(Figure.atMost(
                    "transactions that the owner could still commit",
                    stage.work().transactionsOlderThan(SUCCESSOR),
                    0));
            frozen.end();
            Map<Integer, Long> woken = stage.work().positions();
            stage.load()
                    .await(
                            "the next commit in every partition",
                            () -> stage.work().allBeyond(woken));
        });
    }

    private static void storm(Stage stage) {
        Site site = stage.site();
        double calm = rate(stage, () -> stage.hold(TURN));
        double stormy = rate(
                stage,
                () -> stage.rounds(() -> {
                    Deployable one = site.ingest(
                            1 + stage.chance().nextInt(site.ingests().size()));
                    if (stage.chance().nextBoolean()) stage.nemesis().kill(one);
                    else stage.nemesis().leave(one);
                    stage.hold(TURN);
                    one.launch();
                    stage.hold(TURN);
                    one.awaitReady(TURN);
                }));
        stage.note(Figure.atLeast("share of the calm rate", stormy / calm, HALF));
    }

    /** Records a second that ingest dealt with meanwhile. */
    private static double rate(Stage stage, Runnable meanwhile) {
        long stored = stage.work().stored();
        long since = System.nanoTime();
        meanwhile.run();
        return (stage.work().stored() - stored) * 1e9 / (System.nanoTime() - since);
    }

    private static void partitions(Stage stage) {
        stage.load().more(stage.scale().perSecond());
        stage.nemesis().kafka().growPartitions(2 * stage.site().plan().partitions());
        stage.within(
                "a commit in every new partition",
                NEW_PARTITIONS,
                () -> stage.work().positions().size() == 2 * stage.site().plan().partitions());
        stage.load().more(5 * stage.scale().perSecond());
    }

    private static void order(Stage stage) {
        Site site = stage.site();
        long enough = stage.scale().full() ? 1_000_000 : 20_000;
        OrderHunter hunter = OrderHunter.start(
                site, Numbered.DELIVERIES, stage.crowd().inboxes().toArray(Long[]::new));
        try (hunter) {
            for (int i = 0; hunter.reads() < enough; i++) {
                stage.load().more(stage.scale().perSecond());
                KillExperiments.killMidway(
                        stage, site.ingest(1 + i % site.ingests().size()));
            }
        }
        stage.note(Figure.atLeast("reads", hunter.reads(), enough));
        stage.note(Figure.atMost("deliveries passed over", hunter.passedOver(), 0));
        Bigserial writing = Bigserial.start(site, stage.scale().perSecond());
        OrderHunter control = OrderHunter.start(site, Bigserial.TABLE, Bigserial.inboxes());
        try (writing;
                control) {
            stage.load().await("reads of the control", () -> control.reads() > enough);
        }
        stage.note(Figure.atLeast("rows of a bigserial table passed over", control.passedOver(), 1));
    }
}
