package dev.notification.testbed;

/** A PostgreSQL and a Kafka. */
public interface Servers extends AutoCloseable {
    String jdbcUrl();

    String username();

    String password();

    String bootstrapServers();

    /** Process of Kafka on this machine, 0 when it is not known. */
    long kafkaPid();

    @Override
    void close();

    /** Servers that were there before and stay. */
    record Running(String jdbcUrl, String username, String password, String bootstrapServers) implements Servers {
        @Override
        public long kafkaPid() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
