package dev.notification.benchmarks;

/** A PostgreSQL and a Kafka. */
interface Servers extends AutoCloseable {
    String jdbcUrl();

    String username();

    String password();

    String bootstrapServers();

    @Override
    void close();

    /** Servers that were there before and stay. */
    record Running(String jdbcUrl, String username, String password, String bootstrapServers) implements Servers {
        @Override
        public void close() {}
    }
}
