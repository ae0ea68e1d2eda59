package dev.notification.reliability.experiment;

import dev.notification.reliability.experiment.Experiment.Habits;
import dev.notification.reliability.nemesis.Fault;
import dev.notification.reliability.nemesis.Nemesis;
import dev.notification.reliability.proxy.Toxics;
import dev.notification.reliability.site.Site;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Kafka and PostgreSQL that are away, slow, silent, read-only or full. */
final class ServerExperiments {
    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration NO_LAG = Duration.ofSeconds(30);
    private static final Toxics THIN_LINE =
            Toxics.NONE.latency(Duration.ofMillis(50)).bytesPerSecond(3_000_000 / 8);
    private static final int DISK = 500;

    static final List<Experiment> ALL = List.of(
            new Experiment(
                    "b06",
                    "the Kafka broker killed, frozen, and at the end of a thin line",
                    Needs.USUAL,
                    Scale.of(200, 200, 5),
                    Habits.USUAL,
                    ServerExperiments::kafka),
            new Experiment(
                    "b12",
                    "PostgreSQL down, slow, silent and read-only",
                    Needs.USUAL,
                    Scale.of(200, 100, 1),
                    Habits.USUAL,
                    ServerExperiments::postgres),
            new Experiment(
                    "b12-full",
                    "PostgreSQL's disk full",
                    Needs.USUAL.disk(DISK),
                    Scale.of(200, 100, 1),
                    Habits.USUAL,
                    ServerExperiments::disk));

    private ServerExperiments() {}

    private static void kafka(Stage stage) {
        Site site = stage.site();
        Nemesis nemesis = stage.nemesis();
        stage.rounds(() -> {
            stage.load().more(stage.scale().perSecond());
            nemesis.crash(site.kafka());
            stage.load().received();
        });
        for (int i = 0; i < 2; i++) {
            stage.hold(SHORT, nemesis.freeze(site.kafka()));
            stage.load().received();
        }
        stage.hold(NO_LAG, nemesis.toxics(site.linksTo(site.kafka()), THIN_LINE));
    }

    private static void postgres(Stage stage) {
        Site site = stage.site();
        Nemesis nemesis = stage.nemesis();
        outage(stage, LONG, () -> nemesis.down(site.postgres()));
        outage(stage, SHORT, () -> nemesis.slow(site.linksTo(site.postgres()), Duration.ofSeconds(2)));
        outage(stage, SHORT, () -> nemesis.blackhole(site.linksTo(site.postgres())));
        outage(stage, SHORT, nemesis.database()::readOnly);
        stage.note(Figure.atLeast("acks answered 503", answers(stage, 503), 1));
    }

    private static void disk(Stage stage) {
        outage(stage, SHORT, stage.nemesis().database()::fillDisk);
    }

    /** Nobody's stream ends, acks are refused in a way that says so, and what waited is dealt with soon after. */
    private static void outage(Stage stage, Duration lasting, Supplier<Fault> begin) {
        long dropped = stage.load().readers().dropped();
        Fault fault = begin.get();
        stage.load().ackers().askAgain();
        stage.hold(lasting, fault);
        if (!stage.site().postgres().isAlive()) stage.site().postgres().start();
        stage.within("nothing waits for ingest", NO_LAG, () -> stage.work().waiting() == 0);
        stage.note(Figure.atMost("streams dropped", stage.load().readers().dropped() - dropped, 0));
        stage.note(Figure.atMost("acks answered otherwise", otherAnswers(stage), 0));
    }

    /** Neither done nor refused for now. */
    private static long otherAnswers(Stage stage) {
        return stage.load().ackers().answers().entrySet().stream()
                .filter(answer -> answer.getKey() != 200 && answer.getKey() != 503)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static long answers(Stage stage, int status) {
        return stage.load().ackers().answers().getOrDefault(status, 0L);
    }
}
