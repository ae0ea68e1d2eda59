package dev.notification.store.health;

import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.BadSqlGrammarException;

/** Looks at database and Kafka every five seconds, each on a thread of its own, whoever asks or not. */
final class Lookout implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Lookout.class);
    private static final long PERIOD_SECONDS = 5;
    private static final long KAFKA_SECONDS = 3;

    private final Schema schema;
    private final Admin kafka;
    private final String topic;
    private final Components components;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "health");
        thread.setDaemon(true);
        return thread;
    });

    /** What it tells of. */
    record Components(Watched database, Watched schema, Watched kafka) {}

    Lookout(Schema schema, Admin kafka, String topic, Components components) {
        this.schema = schema;
        this.kafka = kafka;
        this.topic = topic;
        this.components = components;
    }

    void start() {
        every(this::lookAtDatabase);
        every(this::lookAtKafka);
    }

    private void every(Runnable look) {
        var unused = timer.scheduleWithFixedDelay(look, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private void lookAtDatabase() {
        try {
            boolean right = schema.isRight();
            components.database().is(Status.UP);
            components.schema().is(right ? Status.UP : Status.OUT_OF_SERVICE);
        } catch (BadSqlGrammarException noSuchTable) {
            components.database().is(Status.UP);
            components.schema().is(Status.OUT_OF_SERVICE);
        } catch (RuntimeException e) {
            // nobody knows the schema of a database that does not answer
            log.debug("The database does not answer: {}", e.getMessage());
            components.database().is(Status.DOWN);
            components.schema().is(Status.UNKNOWN);
        }
    }

    private void lookAtKafka() {
        try {
            TopicDescription described = kafka.describeTopics(Set.of(topic))
                    .allTopicNames()
                    .get(KAFKA_SECONDS, TimeUnit.SECONDS)
                    .get(topic);
            boolean led = described != null
                    && described.partitions().stream().allMatch(partition -> partition.leader() != null);
            components.kafka().is(led ? Status.UP : Status.DOWN);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            log.debug("Kafka does not answer: {}", e.getMessage());
            components.kafka().is(Status.DOWN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
