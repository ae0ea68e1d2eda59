package dev.notification.reliability.experiment;

import dev.notification.reliability.client.OldNotifications;
import dev.notification.reliability.client.Readers;
import dev.notification.reliability.experiment.Experiment.Habits;
import dev.notification.reliability.nemesis.Fault;
import dev.notification.reliability.nemesis.Nemesis;
import dev.notification.reliability.proxy.Link;
import dev.notification.reliability.relay.Mischief.Ways;
import dev.notification.reliability.site.Site;
import dev.notification.testbed.Deployable;
import java.time.Duration;
import java.util.List;

/** What clients and their nodes suffer, and records that are wrong. */
final class StreamExperiments {
    private static final Duration A_MOMENT = Duration.ofSeconds(2);
    private static final Duration BACK = Duration.ofSeconds(30);
    /** For those who find a JVM that has compiled nothing yet. */
    private static final Duration COLD = Duration.ofSeconds(60);

    /** Its delays are those of a JVM that has done this before. */
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private static final Duration LOST = Duration.ofSeconds(30);
    private static final Duration DELAY = Duration.ofSeconds(6);
    private static final Duration BLOCKED = Duration.ofSeconds(1);
    private static final int WINDOW = 50;
    private static final double QUERIES = 1.1;
    private static final int POOL = 10;

    static final List<Experiment> ALL = List.of(
            new Experiment(
                    "b07",
                    "a stream node with all connections killed",
                    Needs.USUAL,
                    Scale.of(5_000, 500, 1),
                    Habits.TOGETHER,
                    StreamExperiments::node),
            new Experiment(
                    "b08",
                    "arrivals lost, doubled and shuffled, and the last of each recipient lost",
                    Needs.USUAL,
                    Scale.of(500, 200, 1),
                    Habits.USUAL,
                    StreamExperiments::arrivals),
            new Experiment(
                    "b13",
                    "all connections cut at once",
                    Needs.USUAL,
                    Scale.of(5_000, 300, 1),
                    Habits.USUAL,
                    StreamExperiments::cut),
            new Experiment(
                    "b16",
                    "records that are wrong in twelve ways between those that are right",
                    Needs.USUAL,
                    Scale.of(500, 500, 1),
                    Habits.FLAWED,
                    StreamExperiments::flaws),
            new Experiment(
                    "b17",
                    "retention drops what clients replay",
                    Needs.USUAL.ingests(1),
                    Scale.of(500, 200, 1),
                    Habits.OLD,
                    StreamExperiments::retention));

    private StreamExperiments() {}

    private static void node(Stage stage) {
        Deployable first = stage.site().stream(1);
        stage.rounds(() -> {
            stage.load().readers().forgetWhoCaughtUp();
            Fault kill = stage.nemesis().kill(first);
            stage.planned(
                    "connections of a killed node",
                    kill.happened(),
                    stage.scale().people());
            allBack(stage, "all caught up on the other node", BACK);
            first.start();
            // they knock at the next node when they are cut off, and so come back
            stage.load().readers().forgetWhoCaughtUp();
            stage.nemesis().reset(List.of(stage.site().linkFromOutside(stage.site().stream(2))));
            allBack(stage, "all caught up on a node that has just started", COLD);
        });
    }

    private static void allBack(Stage stage, String what, Duration limit) {
        stage.within(what, limit, () -> stage.load().readers().allCaughtUp());
    }

    private static void arrivals(Stage stage) {
        Nemesis nemesis = stage.nemesis();
        Ways lost = new Ways(1, 0, 0, false);
        stage.hold(WARM_UP, nemesis.arrivals(lost));
        stage.load().received();
        for (Ways ways : List.of(lost, new Ways(0.1, 0.1, WINDOW, false), new Ways(0, 0, 0, true))) {
            stage.load().delays().restart();
            try (Fault mischief = nemesis.arrivals(ways)) {
                stage.hold(LOST);
                stage.load().await("harm", () -> mischief.happened() > 0);
                stage.note(Figure.atMost("longest delay", stage.load().delays().longest(), DELAY));
            }
        }
    }

    private static void cut(Stage stage) {
        Site site = stage.site();
        List<Link> links = site.streams().stream().map(site::linkFromOutside).toList();
        stage.rounds(() -> {
            stage.load().readers().forgetWhoCaughtUp();
            long opened = stage.load().readers().opened();
            double queries = queries(site);
            Fault cut = stage.nemesis().reset(links);
            stage.planned(
                    "connections cut at once", cut.happened(), stage.scale().people());
            allBack(stage, "all caught up", BACK);
            double each = (queries(site) - queries) / (stage.load().readers().opened() - opened);
            stage.note(Figure.atMost("backlog queries for each connection", each, QUERIES));
            for (Deployable stream : site.streams())
                stage.note(Figure.atMost(
                        "sessions of a node", site.link(stream, site.postgres()).open(), POOL));
        });
    }

    private static double queries(Site site) {
        return site.streams().stream()
                .mapToDouble(stream -> Stage.metric(stream, "notification_stream_catchup_queries_total"))
                .sum();
    }

    private static void flaws(Stage stage) {
        stage.load().delays().restart();
        stage.load().more(stage.scale().full() ? 21_000 : 210);
        stage.note(Figure.atLeast(
                "records refused or to be",
                stage.load().producers().flawed(),
                stage.scale().full() ? 1_000 : 10));
        stage.load().received();
        stage.note(Figure.atMost(
                "longest delay of a right one", stage.load().delays().longest(), BLOCKED));
    }

    /** Everybody goes back to the beginning all the time, until the beginning is gone, and once more. */
    private static void retention(Stage stage) {
        Readers readers = stage.load().readers();
        OldNotifications old = new OldNotifications(stage.crowd());
        long replays = 0;
        for (; !old.gone(); replays++) {
            goBack(stage);
            stage.hold(A_MOMENT);
        }
        stage.note(Figure.atLeast("replays before they were dropped", replays, 1));
        old.logGone();
        readers.forgetWhoCaughtUp();
        long resets = readers.resets();
        goBack(stage);
        allBack(stage, "all caught up", BACK);
        stage.note(Figure.atLeast(
                "resets announced", readers.resets() - resets, stage.scale().people()));
    }

    private static void goBack(Stage stage) {
        stage.load().readers().goBack();
        stage.nemesis()
                .reset(stage.site().streams().stream()
                        .map(stage.site()::linkFromOutside)
                        .toList());
    }
}
