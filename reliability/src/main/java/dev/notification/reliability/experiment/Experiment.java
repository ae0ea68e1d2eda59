package dev.notification.reliability.experiment;

import dev.notification.reliability.nemesis.Fault;
import dev.notification.reliability.nemesis.Nemesis;
import dev.notification.reliability.site.Site;
import dev.notification.testbed.Deployable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Faults under a load of records and acks.
 *
 * @param name as in {@code -Dreliability.only=}
 * @param what is done, for the report
 */
record Experiment(String name, String what, Faults faults) {
    private static final Duration SLOW = Duration.ofMillis(400);

    /** Hurts the site, and leaves it whole. */
    @FunctionalInterface
    interface Faults {
        void hurt(Site site, Nemesis nemesis, Load load);
    }

    static Map<String, Experiment> all() {
        Map<String, Experiment> all = new LinkedHashMap<>();
        for (Experiment one : List.of(
                new Experiment("b01", "each ingest process killed while records wait for it", Experiment::ingest),
                new Experiment("b03", "PostgreSQL killed under load and acks", Experiment::postgres),
                new Experiment(
                        "b10", "stream nodes, PostgreSQL and ingest killed while clients ack", Experiment::acks)))
            all.put(one.name(), one);
        return all;
    }

    private static void ingest(Site site, Nemesis nemesis, Load load) {
        for (Deployable ingest : site.ingests()) {
            load.more();
            killMidway(site, nemesis, load, ingest);
        }
    }

    private static void postgres(Site site, Nemesis nemesis, Load load) {
        load.more();
        nemesis.crash(site.postgres());
    }

    private static void acks(Site site, Nemesis nemesis, Load load) {
        for (Deployable stream : site.streams()) {
            load.moreAcks();
            nemesis.crash(stream);
        }
        load.moreAcks();
        nemesis.crash(site.postgres());
        load.moreAcks();
        killMidway(site, nemesis, load, site.ingest(1));
    }

    /** A database that is far away makes transactions long enough to be killed in. */
    private static void killMidway(Site site, Nemesis nemesis, Load load, Deployable ingest) {
        var links = new ArrayList<>(site.linksTo(site.postgres()));
        links.removeIf(link -> site.ingests().stream().noneMatch(one -> link == site.link(one, site.postgres())));
        try (Fault slow = nemesis.slow(links, SLOW)) {
            load.await("bytes that come late", () -> slow.happened() > 0);
            load.more();
            nemesis.kill(ingest);
        }
        ingest.start();
    }
}
