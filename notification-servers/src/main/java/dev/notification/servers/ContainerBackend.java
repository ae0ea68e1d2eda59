package dev.notification.servers;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** Servers in containers. */
final class ContainerBackend implements Backend {
    static final String POSTGRES_IMAGE = image("POSTGRES_IMAGE", "postgres:18");
    static final String KAFKA_IMAGE = image("KAFKA_IMAGE", "apache/kafka:4.2.1");

    private static String image(String variable, String fallback) {
        return Optional.ofNullable(System.getenv(variable)).orElse(fallback);
    }

    /** Why containers cannot be had here, empty when they can. */
    static Optional<String> obstacle() {
        try {
            if (!DockerClientFactory.instance().isDockerAvailable()) return Optional.of("Docker does not answer");
        } catch (RuntimeException e) {
            // its client begins with a container of its own, ryuk, and that needs an image too
            return Optional.of("Testcontainers does not start ryuk; TESTCONTAINERS_RYUK_DISABLED=true does without");
        }
        return missing(POSTGRES_IMAGE).or(() -> missing(KAFKA_IMAGE));
    }

    private static Optional<String> missing(String image) {
        var docker = DockerClientFactory.lazyClient();
        try {
            docker.inspectImageCmd(image).exec();
            return Optional.empty();
        } catch (RuntimeException absent) {
            try {
                boolean pulled = docker.pullImageCmd(image).start().awaitCompletion(5, TimeUnit.MINUTES);
                return pulled
                        ? Optional.empty()
                        : Optional.of("pulling the image " + image + " takes more than five minutes");
            } catch (RuntimeException e) {
                // the client's own words differ from one engine to the next and say less
                return Optional.of("the image " + image + " is neither here nor can it be pulled");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.of("interrupted");
            }
        }
    }

    @Override
    public TestPostgres postgres() {
        PostgreSQLContainer container =
                new PostgreSQLContainer(DockerImageName.parse(POSTGRES_IMAGE).asCompatibleSubstituteFor("postgres"));
        container.setCommand("postgres", "-c", "max_connections=300");
        container.start();
        AtExit.run(container::stop);
        return new TestPostgres(
                container.getHost(),
                container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                container.getUsername(),
                container.getPassword());
    }

    @Override
    public TestKafka kafka() {
        KafkaContainer container =
                new KafkaContainer(DockerImageName.parse(KAFKA_IMAGE).asCompatibleSubstituteFor("apache/kafka"));
        container.withEnv(Map.of(
                "KAFKA_MESSAGE_MAX_BYTES", String.valueOf(LocalKafka.MAX_MESSAGE_BYTES),
                "KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false",
                "KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "4",
                "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0"));
        container.start();
        AtExit.run(container::stop);
        return new TestKafka(container.getBootstrapServers());
    }
}
