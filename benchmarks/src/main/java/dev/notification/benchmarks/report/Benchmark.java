package dev.notification.benchmarks.report;

import dev.notification.benchmarks.site.Site;

/** One question about the deployable, asked with a database and Kafka topics of its own. */
public interface Benchmark {
    void run(Site site, Report report) throws Exception;
}
