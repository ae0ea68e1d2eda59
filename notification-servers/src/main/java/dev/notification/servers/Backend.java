package dev.notification.servers;

/** Where the test servers come from. Each is started by the first call. */
interface Backend {
    TestPostgres postgres();

    TestKafka kafka();
}
