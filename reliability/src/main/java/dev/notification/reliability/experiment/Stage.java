package dev.notification.reliability.experiment;

import dev.notification.reliability.client.Crowd;
import dev.notification.reliability.nemesis.Fault;
import dev.notification.reliability.nemesis.Nemesis;
import dev.notification.reliability.nemesis.Work;
import dev.notification.reliability.site.Site;
import dev.notification.testbed.Deployable;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Where an experiment plays: what it can hurt, who uses it, and what it measures. For one thread. */
final class Stage {
    private static final int SHORTER = 5;
    private static final int PATIENCE = 3;

    private final Site site;
    private final Crowd crowd;
    private final Nemesis nemesis;
    private final Load load;
    private final Scale scale;
    private final Random chance;
    private final Map<String, Figure> figures = new LinkedHashMap<>();

    Stage(Crowd crowd, Nemesis nemesis, Load load, Scale scale, long seed) {
        this.site = crowd.site();
        this.crowd = crowd;
        this.nemesis = nemesis;
        this.load = load;
        this.scale = scale;
        this.chance = new Random(seed);
    }

    Site site() {
        return site;
    }

    Crowd crowd() {
        return crowd;
    }

    Nemesis nemesis() {
        return nemesis;
    }

    Load load() {
        return load;
    }

    Work work() {
        return nemesis.work();
    }

    Scale scale() {
        return scale;
    }

    Random chance() {
        return chance;
    }

    /** Runs it once for each round. */
    void rounds(Runnable one) {
        for (int i = 0; i < scale.rounds(); i++) one.run();
    }

    /** Lets a fault last. */
    void hold(Duration full) {
        Duration span = scale.full() ? full : full.dividedBy(SHORTER);
        long until = System.nanoTime() + span.toNanos();
        for (long left = span.toNanos(); left > 0; left = until - System.nanoTime()) LockSupport.parkNanos(left);
    }

    /** Lets this fault last, and until it has hurt something. */
    void hold(Duration full, Fault fault) {
        try (fault) {
            hold(full);
            load.await("harm by " + fault.name(), () -> fault.happened() > 0);
        }
    }

    /** Measures how long it takes until this holds. */
    void within(String what, Duration limit, BooleanSupplier condition) {
        long begun = System.nanoTime();
        load.await(what, condition);
        note(Figure.atMost(what, Duration.ofNanos(System.nanoTime() - begun), limit));
    }

    /** Of one kind only the worst is kept. */
    void note(Figure measured) {
        Figure figure = scale.full() ? measured : measured.patient(PATIENCE);
        figures.merge(figure.what(), figure, Figure::worse);
    }

    Collection<Figure> figures() {
        return figures.values();
    }

    /** So much has to have been under way for the rest to prove what it should; in full only. */
    void planned(String what, long happened, long plan) {
        if (scale.full()) note(Figure.atLeast(what, happened, plan));
    }

    /** Goes on until so many records were accepted; in full only. */
    void plannedRecords(long plan) {
        if (scale.full()) load.more((int) Math.max(0, plan - load.producers().accepted()));
        planned("records", load.producers().accepted(), plan);
    }

    /** Goes on until so many acks were confirmed; in full only. */
    void plannedAcks(long plan) {
        if (scale.full()) load.moreAcks((int) Math.max(0, plan - load.ackers().confirmed()));
        planned("acks", load.ackers().confirmed(), plan);
    }

    /** Measures how long it takes until ingest has dealt with more records than now. */
    void commitsWithin(String what, Duration limit) {
        long before = work().stored();
        within(what, limit, () -> work().stored() > before);
    }

    /** Returns when records wait for ingest. */
    void awaitWork() {
        load.await("records that wait for ingest", () -> work().waiting() > 0);
    }

    /**
     * What this counter or gauge of the process says, all its tags together.
     *
     * @throws IllegalStateException when the process has none of that name: a figure of it would always be good
     */
    static double metric(Deployable node, String name) {
        List<String> lines = node.metrics()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .toList();
        if (lines.isEmpty()) throw new IllegalStateException(node.name() + " has no metric " + name);
        return lines.stream()
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
