package dev.notification.benchmarks;

/** One question about the deployable, asked with a database and Kafka topics of its own. */
interface Benchmark {
    void run(Site site, Report report) throws Exception;
}
