package dev.notification.reliability.experiment;

import dev.notification.reliability.client.Crowd;
import dev.notification.reliability.client.FinalReads;
import dev.notification.reliability.client.OldNotifications;
import dev.notification.reliability.experiment.Experiment.Habits;
import dev.notification.reliability.history.HistoryChecker;
import dev.notification.reliability.history.Limits;
import dev.notification.reliability.history.Observation.Faulted;
import dev.notification.reliability.history.OperationsLog;
import dev.notification.reliability.history.Verdict;
import dev.notification.reliability.nemesis.Fault;
import dev.notification.reliability.nemesis.Nemesis;
import dev.notification.reliability.site.Site;
import dev.notification.testbed.Deployable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs experiments on one site, each for people of its own. */
record Trial(Site site, Path directory, long seed) {
    private static final int LAST_ACKS = 20;
    private static final int LOOKS = 12;
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** @throws IllegalStateException when its plan was not reached: a fault hurt nothing, or something never came back */
    Result run(Experiment experiment, Scale scale) throws IOException {
        Path file = directory.resolve(experiment.name() + "-" + seed + ".log");
        Played played;
        try (OperationsLog log = new OperationsLog(file);
                Nemesis nemesis = new Nemesis(site)) {
            played = play(experiment, scale, log, nemesis);
        }
        Verdict verdict = HistoryChecker.check(OperationsLog.read(file), Limits.DEFAULTS);
        return new Result(experiment, played, verdict);
    }

    private Played play(Experiment experiment, Scale scale, OperationsLog log, Nemesis nemesis) {
        Crowd crowd = new Crowd(
                site,
                log,
                experiment.name() + "-" + seed,
                seed,
                scale.people(),
                experiment.habits() == Habits.TOGETHER,
                experiment.habits() != Habits.OLD);
        if (experiment.habits() == Habits.OLD) age(crowd);
        Load load = new Load(crowd, scale.perSecond(), experiment.habits());
        Stage stage =
                new Stage(crowd, nemesis, load, scale, seed + experiment.name().hashCode());
        Baseline baseline = new Baseline(site, log, load.ackers());
        Duration recovery;
        try (load) {
            load.received();
            baseline.before();
            experiment.faults().hurt(stage);
            nemesis.requireAllHappened();
            long healed = System.nanoTime();
            load.received();
            recovery = Duration.ofNanos(System.nanoTime() - healed);
            load.moreAcks(LAST_ACKS);
            for (int i = 0; i < LOOKS && !baseline.sessionsAreBack(); i++) stage.hold(LOOK);
            baseline.after();
            load.endRecords();
            load.await("the end of ingest's work", () -> stage.work().waiting() == 0);
        }
        for (Fault fault : nemesis.faults())
            log.add(new Faulted(log.now(), fault.name(), fault.happened() > 0, fault.toString()));
        List<String> malformed = new ArrayList<>(load.malformed());
        malformed.addAll(FinalReads.log(crowd));
        return new Played(nemesis.faults(), load.operations(), malformed, recovery, List.copyOf(stage.figures()));
    }

    /** Retention looks a minute after its start, so there is a minute of load before it finds something to drop. */
    private void age(Crowd crowd) {
        site.ingests().forEach(Deployable::stop);
        new OldNotifications(crowd).make();
        site.ingests().forEach(Deployable::start);
    }
}
