package dev.notification.stream;

import dev.notification.servers.TestServers;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service in this JVM, on the test servers and on ports of its own. */
final class TestNode {

    private TestNode() {}

    /**
     * Starts the service with a database and Kafka topics of its own.
     *
     * @param name part of the Kafka topics' names
     * @param more arguments
     */
    static ConfigurableApplicationContext start(String name, String... more) {
        Stream<String> own = Stream.of(
                "--server.port=0",
                "--management.server.port=0",
                "--spring.datasource.url=" + TestServers.postgres().createDatabase(),
                "--spring.datasource.username=" + TestServers.postgres().username(),
                "--spring.datasource.password=" + TestServers.postgres().password(),
                "--spring.kafka.bootstrap-servers=" + TestServers.kafka().bootstrapServers(),
                "--notification.ingest.group=" + name,
                "--notification.stream.drain=100ms",
                "--notification.canary.enabled=false",
                "--notification.kafka.topics.notifications=" + name,
                "--notification.kafka.topics.dlt=" + name + ".dlt",
                "--notification.kafka.topics.arrivals=" + name + ".arrivals");
        return new SpringApplicationBuilder(NotificationStreamApplication.class)
                .run(Stream.concat(own, Stream.of(more)).toArray(String[]::new));
    }

    /** Where the API listens. */
    static int port(ConfigurableApplicationContext service) {
        return service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** Where liveness, readiness and metrics are. */
    static int managementPort(ConfigurableApplicationContext service) {
        return service.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
    }
}
