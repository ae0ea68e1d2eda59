package dev.notification.local;

import dev.notification.servers.LocalKafka;
import dev.notification.servers.LocalPostgres;
import dev.notification.servers.PortTaken;
import dev.notification.servers.Ports;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * PostgreSQL and Kafka of local mode. They start before the application context, so that a taken port ends everything early,
 * and stop after it.
 */
final class LocalServers implements ApplicationContextInitializer<GenericApplicationContext>, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LocalServers.class);
    private static final String POSTGRES_PORT = "notification.local.postgres-port";
    private static final String KAFKA_PORT = "notification.local.kafka-port";

    /** Read without the lock too, when {@link #close()} hangs in it. */
    private volatile @Nullable LocalPostgres postgres;

    private @Nullable LocalKafka kafka;
    private boolean closed;

    @Override
    public void initialize(GenericApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        LocalProperties properties = Binder.get(environment).bindOrCreate("notification.local", LocalProperties.class);
        requireFree(environment);
        TokenKey key = TokenKey.keptIn(properties.directory());
        start(properties);
        context.registerBean(LocalServers.class, () -> this, definition -> definition.setDestroyMethodName(""));
        context.registerBean(TokenKey.class, () -> key);
    }

    /** PostgreSQL's port is left to itself: our own from a killed process may still listen there. */
    private static void requireFree(ConfigurableEnvironment environment) {
        Map<String, Integer> taken = new TreeMap<>();
        for (String key : List.of("server.port", "management.server.port", KAFKA_PORT)) {
            int port = environment.getProperty(key, Integer.class, 0);
            if (port > 0 && !Ports.free(port)) taken.put(key, port);
        }
        if (!taken.isEmpty()) throw new PortsTaken(taken);
    }

    private synchronized void start(LocalProperties properties) {
        if (closed) throw new IllegalStateException("Local mode is ending");
        log.info(
                "Starting PostgreSQL and Kafka on {}",
                properties.directory().toAbsolutePath().normalize());
        postgres = started(
                POSTGRES_PORT,
                () -> LocalPostgres.startIn(properties.directory().resolve("postgres"), properties.postgresPort()));
        LocalKafka started = started(
                KAFKA_PORT, () -> LocalKafka.startIn(properties.directory().resolve("kafka"), properties.kafkaPort()));
        kafka = started;
        started.failure().thenAccept(LocalServers::end);
    }

    private static <S> S started(String key, java.util.function.Supplier<S> start) {
        try {
            return start.get();
        } catch (PortTaken e) {
            throw new PortsTaken(Map.of(key, e.port()));
        }
    }

    /** On a thread of its own: the end waits for the thread of Kafka that reports. */
    private static void end(String reason) {
        log.error("Local mode ends: {}", reason);
        new Thread(() -> System.exit(1), "kafka-gave-up").start();
    }

    LocalPostgres postgres() {
        LocalPostgres started = postgres;
        if (started == null) throw new IllegalStateException("PostgreSQL is not started");
        return started;
    }

    synchronized LocalKafka kafka() {
        if (kafka == null) throw new IllegalStateException("Kafka is not started");
        return kafka;
    }

    /** Stops what runs; waits for a start under way, so that it leaves nothing behind. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            if (kafka != null) kafka.close();
        } finally {
            LocalPostgres started = postgres;
            if (started != null) started.close();
        }
    }
}
