package dev.notification.reliability.experiment;

import dev.notification.reliability.client.Ackers;
import dev.notification.reliability.history.Observation.Sampled;
import dev.notification.reliability.history.OperationsLog;
import dev.notification.reliability.site.Site;
import dev.notification.testbed.Deployable;
import dev.notification.testbed.ProcessMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What the deployables hold, asked under the same load before the first fault and after the last. A process that was started
 * anew meanwhile has no past to be compared with.
 */
final class Baseline {
    private static final long KIBIBYTE = 1_024;

    private final Site site;
    private final OperationsLog log;
    private final Ackers ackers;
    private final Map<Deployable, Long> pids = new HashMap<>();
    private final Map<Deployable, Integer> sessions = new HashMap<>();

    Baseline(Site site, OperationsLog log, Ackers ackers) {
        this.site = site;
        this.log = log;
        this.ackers = ackers;
    }

    void before() {
        for (Deployable process : site.deployables()) {
            pids.put(process, process.pid());
            sessions.put(process, sessions(process));
            sampleAtRest(process, false);
        }
    }

    void after() {
        for (Deployable process : site.deployables())
            if (pids.getOrDefault(process, 0L) == process.pid()) sampleAtRest(process, true);
    }

    /** Whether nobody holds more sessions than before: what a fault left dead is given up within some time, not at once. */
    boolean sessionsAreBack() {
        return site.deployables().stream().allMatch(process -> sessions(process) <= sessions.getOrDefault(process, 0));
    }

    private int sessions(Deployable process) {
        return site.link(process, site.postgres()).open();
    }

    /** Who counts its heap stands still, for seconds where the processors are busy. */
    private void sampleAtRest(Deployable process, boolean after) {
        ackers.hold(() -> sample(process, after));
    }

    private void sample(Deployable process, boolean after) {
        ProcessMemory memory = process.memory();
        try {
            log.add(new Sampled(
                    log.now(),
                    process.name(),
                    after,
                    memory.threads(),
                    // its clients may have come from another node
                    memory.descriptors() - clients(process),
                    sessions(process),
                    memory.liveHeap() * KIBIBYTE));
        } catch (IOException e) {
            throw new UncheckedIOException("Nobody knows what " + process.name() + " holds", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private int clients(Deployable process) {
        return site.streams().contains(process) ? site.linkFromOutside(process).open() : 0;
    }
}
