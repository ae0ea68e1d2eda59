package dev.notification.reliability.experiment;

import dev.notification.reliability.experiment.Experiment.Habits;
import dev.notification.reliability.nemesis.Fault;
import dev.notification.reliability.site.Site;
import dev.notification.testbed.Deployable;
import java.time.Duration;
import java.util.List;

/** Processes that die, at any moment and at each step. */
final class KillExperiments {
    /** Ten would do for a start that has the machine to itself. */
    private static final Duration FIRST_COMMIT = Duration.ofSeconds(30);

    private static final Duration RESUMED = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int MOST_TIMES = 5;

    private static final List<String> WRITE_STEPS = List.of(
            "POLLED",
            "OFFSETS_MOVED",
            "KEYS_CLAIMED",
            "SEQUENCES_TAKEN",
            "CONTENT_INSERTED",
            "DELIVERIES_INSERTED",
            "LETTERS_SENT",
            "REFUSALS_KEPT",
            "COMMITTED",
            "ANNOUNCED");
    private static final List<String> ACK_STEPS = List.of("SETTLED", "COMMITTED", "ANNOUNCED");

    static final List<Experiment> ALL = List.of(
            new Experiment(
                    "b01",
                    "the only ingest process killed while records wait for it",
                    // half of all is never acked, and sending it again and again is not what this is about
                    Needs.USUAL.ingests(1).with("--notification.stream.ack-wait=10m"),
                    Scale.of(2_000, 450, 20),
                    Habits.USUAL,
                    KillExperiments::ingest),
            new Experiment(
                    "b02",
                    "death at each step of the write path and of the ack path",
                    // the second ingest process is whole: without records nobody would ack
                    Needs.USUAL.crashPoints(),
                    Scale.of(100, 100, 10),
                    Habits.FLAWED,
                    KillExperiments::steps),
            new Experiment(
                    "b03",
                    "PostgreSQL killed under load and acks",
                    Needs.USUAL,
                    Scale.of(500, 800, 10),
                    Habits.USUAL,
                    KillExperiments::postgres),
            new Experiment(
                    "b10",
                    "stream nodes, PostgreSQL and ingest killed in turn while clients ack every second notification",
                    Needs.USUAL,
                    Scale.of(500, 600, 5),
                    Habits.USUAL,
                    KillExperiments::acks));

    private KillExperiments() {}

    private static void ingest(Stage stage) {
        Deployable ingest = stage.site().ingest(1);
        // a start is measured, not who else of the site wants the processors: they have compiled what they need, and
        // let it go first
        ingest.startsFirst();
        stage.load().more(stage.scale().full() ? 20_000 : 200);
        stage.rounds(() -> {
            stage.load().more(1_000 + stage.chance().nextInt(4_000));
            stage.nemesis().kill(ingest);
            ingest.launch();
            stage.commitsWithin("first commit after a start", FIRST_COMMIT);
            ingest.awaitReady(PATIENCE);
        });
        stage.plannedRecords(200_000);
    }

    /** Whoever died starts with its next death built in, and is whole again in the end. */
    private static void steps(Stage stage) {
        Deployable ingest = stage.site().ingest(1);
        Deployable stream = stage.site().stream(1);
        // a hundred and thirty starts beside a whole site: whoever died goes first until it dies again
        List.of(ingest, stream).forEach(Deployable::startsFirst);
        ingest.kill();
        stream.kill();
        stage.rounds(() -> {
            for (int i = 0; i < WRITE_STEPS.size(); i++) {
                launch(stage, ingest, "write", WRITE_STEPS.get(i));
                boolean both = i < ACK_STEPS.size();
                if (both) launch(stage, stream, "ack", ACK_STEPS.get(i));
                stage.nemesis().awaitCrashPoint(ingest, "write " + WRITE_STEPS.get(i), PATIENCE);
                if (both) stage.nemesis().awaitCrashPoint(stream, "ack " + ACK_STEPS.get(i), PATIENCE);
            }
        });
        ingest.start();
        stream.start();
    }

    private static void launch(Stage stage, Deployable node, String path, String step) {
        int times = 1 + stage.chance().nextInt(MOST_TIMES);
        node.launch("--reliability.crash." + path + "=" + step + ":" + times);
    }

    private static void postgres(Stage stage) {
        stage.rounds(() -> {
            stage.load().more(stage.scale().full() ? 9_000 : 200);
            stage.nemesis().crash(stage.site().postgres());
            stage.commitsWithin("ingest goes on after PostgreSQL accepts", RESUMED);
        });
        stage.plannedRecords(100_000);
        stage.plannedAcks(20_000);
    }

    private static void acks(Stage stage) {
        Site site = stage.site();
        int some = stage.scale().full() ? 1_000 : 100;
        stage.rounds(() -> {
            for (Deployable stream : site.streams()) {
                stage.load().moreAcks(some);
                stage.nemesis().crash(stream);
            }
            stage.load().moreAcks(some);
            stage.nemesis().crash(site.postgres());
            stage.load().moreAcks(some);
            killMidway(stage, site.ingest(1));
        });
        stage.plannedAcks(50_000);
    }

    /** A database that is far away makes transactions long enough to be killed in. */
    static void killMidway(Stage stage, Deployable ingest) {
        Site site = stage.site();
        try (Fault slow = stage.nemesis().slow(List.of(site.link(ingest, site.postgres())), Duration.ofMillis(400))) {
            stage.load().await("bytes that come late", () -> slow.happened() > 0);
            stage.nemesis().kill(ingest);
        }
        ingest.start();
    }
}
