package dev.notification.servers;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One PostgreSQL and one Kafka for all integration tests of a JVM, started at the first use and gone at its end.
 *
 * <p>They run in containers where Docker answers and has the images ({@code POSTGRES_IMAGE} and {@code KAFKA_IMAGE} in the
 * environment name others), else embedded; {@code -Dnotification.test.servers=embedded|testcontainers} decides. Any thread
 * may call.
 */
public final class TestServers {
    private static @Nullable Backend backend;
    private static @Nullable TestPostgres postgres;
    private static @Nullable TestKafka kafka;

    private TestServers() {}

    /** The shared PostgreSQL, with room for 300 connections. */
    public static synchronized TestPostgres postgres() {
        if (postgres == null) postgres = backend().postgres();
        return postgres;
    }

    /** The shared Kafka. */
    public static synchronized TestKafka kafka() {
        if (kafka == null) kafka = backend().kafka();
        return kafka;
    }

    private static Backend backend() {
        if (backend == null) backend = choose();
        return backend;
    }

    private static Backend choose() {
        String wish = System.getProperty("notification.test.servers", "").toLowerCase(Locale.ROOT);
        Optional<String> obstacle = switch (wish) {
            case "embedded" -> Optional.of("as asked");
            case "", "testcontainers" -> ContainerBackend.obstacle();
            default ->
                throw new IllegalArgumentException(
                        "notification.test.servers is embedded or testcontainers, not " + wish);
        };
        if (obstacle.isEmpty()) {
            say("Testcontainers (%s, %s)".formatted(ContainerBackend.POSTGRES_IMAGE, ContainerBackend.KAFKA_IMAGE));
            return new ContainerBackend();
        }
        if (wish.equals("testcontainers")) throw new ServerFailed("No Testcontainers: " + obstacle.get(), null);
        say("embedded servers (" + obstacle.get() + ")");
        return new EmbeddedBackend();
    }

    @SuppressWarnings("SystemOut")
    private static void say(String choice) {
        System.out.println("integration tests run on " + choice);
    }
}
