package dev.notification.store.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Creates the Kafka topics that are missing, before anything reads or writes them, and leaves those alone that are there: with more
 * partitions the order of a recipient's notifications breaks once, which is for the operator to decide. What does not succeed at
 * the start, because Kafka does not answer or refuses it, is tried again on a thread of its own until it does.
 */
final class MissingTopics implements SmartInitializingSingleton, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MissingTopics.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Map<String, Object> connection;
    private final List<NewTopic> topics;
    private final Duration patience;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "kafka-topics");
        thread.setDaemon(true);
        return thread;
    });
    private String said = "";

    /**
     * For one start.
     *
     * @param connection of the client to Kafka
     * @param topics as they are created
     * @param patience with Kafka at each try
     */
    MissingTopics(Map<String, Object> connection, List<NewTopic> topics, Duration patience) {
        this.connection = connection;
        this.topics = List.copyOf(topics);
        this.patience = patience;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (allAreThere()) {
            timer.shutdown();
        } else {
            var unused = timer.schedule(this::afterSingletonsInstantiated, AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private boolean allAreThere() {
        Admin admin = Admin.create(connection);
        try {
            Set<String> there = answer(admin.listTopics().names());
            List<NewTopic> missing = topics.stream()
                    .filter(topic -> !there.contains(topic.name()))
                    .toList();
            for (Map.Entry<String, KafkaFuture<Void>> one :
                    admin.createTopics(missing).values().entrySet()) create(one.getKey(), one.getValue());
            return true;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            say(String.valueOf(e.getMessage()));
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            admin.close(Duration.ofSeconds(1));
        }
    }

    private void create(String name, KafkaFuture<Void> created)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            answer(created);
            log.info("Created the Kafka topic {}", name);
        } catch (ExecutionException e) {
            // another process was faster
            if (!(e.getCause() instanceof TopicExistsException)) throw e;
        }
    }

    private <T> T answer(KafkaFuture<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void say(String why) {
        if (why.equals(said)) return;
        said = why;
        log.warn(
                "Kafka topics that may be missing cannot be created, trying again every {} s: {}",
                AGAIN.toSeconds(),
                why);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
