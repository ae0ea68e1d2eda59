package dev.notification.reliability.experiment;

import dev.notification.reliability.site.Site;
import dev.notification.reliability.site.SitePlan;
import java.util.List;

/**
 * The site that an experiment needs. Those that need the same share one.
 *
 * @param diskMebibytes of PostgreSQL's own file system, 0 for none
 * @param mortal whether crash points are built in
 * @param arguments for every deployable
 */
record Needs(int ingests, int streams, int partitions, int diskMebibytes, boolean mortal, List<String> arguments) {
    /** Two of each. */
    static final Needs USUAL = new Needs(2, 2, 8, 0, false, List.of());

    Needs ingests(int count) {
        return new Needs(count, streams, partitions, diskMebibytes, mortal, arguments);
    }

    Needs partitions(int count) {
        return new Needs(ingests, streams, count, diskMebibytes, mortal, arguments);
    }

    Needs disk(int mebibytes) {
        return new Needs(ingests, streams, partitions, mebibytes, mortal, arguments);
    }

    Needs crashPoints() {
        return new Needs(ingests, streams, partitions, diskMebibytes, true, arguments);
    }

    Needs with(String... more) {
        return new Needs(ingests, streams, partitions, diskMebibytes, mortal, List.of(more));
    }

    /** @param broken name of a defect, or empty */
    Site start(long seed, String broken) {
        SitePlan plan = SitePlan.here("experiments", seed)
                .ingests(ingests)
                .streams(streams)
                .partitions(partitions)
                .disk(diskMebibytes)
                .with(arguments.toArray(String[]::new));
        if (!broken.isEmpty()) return plan.broken(broken).start();
        return (mortal ? plan.mortal() : plan).start();
    }
}
