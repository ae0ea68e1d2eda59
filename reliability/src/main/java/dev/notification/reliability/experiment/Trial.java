package dev.notification.reliability.experiment;

import dev.notification.reliability.client.Crowd;
import dev.notification.reliability.client.FinalReads;
import dev.notification.reliability.history.HistoryChecker;
import dev.notification.reliability.history.Limits;
import dev.notification.reliability.history.Observation.Faulted;
import dev.notification.reliability.history.OperationsLog;
import dev.notification.reliability.history.Verdict;
import dev.notification.reliability.nemesis.Fault;
import dev.notification.reliability.nemesis.Nemesis;
import dev.notification.reliability.nemesis.Work;
import dev.notification.reliability.site.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs experiments on one site, each for people of its own. */
record Trial(Site site, Path directory, long seed, int rounds) {
    private static final int PEOPLE = 20;

    /** @throws IllegalStateException when its plan was not reached: a fault hurt nothing, or something never came back */
    Result run(Experiment experiment) throws IOException {
        Path file = directory.resolve(experiment.name() + ".log");
        Nemesis nemesis = new Nemesis(site);
        List<String> malformed;
        String operations;
        Duration recovery;
        try (OperationsLog log = new OperationsLog(file)) {
            Crowd crowd = new Crowd(site, log, experiment.name() + "-" + seed, seed, PEOPLE);
            Load load = new Load(crowd);
            try (load) {
                load.received();
                for (int i = 0; i < rounds; i++) experiment.faults().hurt(site, nemesis, load);
                nemesis.requireAllHappened();
                long healed = System.nanoTime();
                load.received();
                recovery = Duration.ofNanos(System.nanoTime() - healed);
                load.moreAcks();
                load.endRecords();
                Work work = new Work(site);
                load.await("the end of ingest's work", () -> work.waiting() == 0);
            }
            malformed = new ArrayList<>(load.malformed());
            operations = load.operations();
            for (Fault fault : nemesis.faults())
                log.add(new Faulted(log.now(), fault.name(), fault.happened() > 0, fault.toString()));
            malformed.addAll(FinalReads.log(crowd));
        }
        Verdict verdict = HistoryChecker.check(OperationsLog.read(file), Limits.DEFAULTS);
        List<String> faults = nemesis.faults().stream().map(Fault::toString).toList();
        return new Result(experiment, faults, operations, verdict, malformed, recovery);
    }
}
