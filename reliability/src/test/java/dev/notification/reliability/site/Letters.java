package dev.notification.reliability.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** Notifications, and what became of them in the database. */
public final class Letters implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Site site;
    private final KafkaProducer<String, String> producer;
    private Future<RecordMetadata> last = CompletableFuture.failedFuture(new IllegalStateException("Nothing was sent"));
    private int published;
    private int sent;

    /** Publishes through the link that producers have. */
    public Letters(Site site) {
        this.site = site;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", site.producerBootstrap(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer());
    }

    /** For alice; returns when Kafka has all of them. */
    public void publish(int count) throws Exception {
        publish("alice", count);
    }

    /** Returns when Kafka has all of them. */
    public void publish(String recipient, int count) throws Exception {
        publishMixed(count, recipient);
    }

    /** For these in turn; returns when Kafka has all of them. */
    public void publishMixed(int count, String... recipients) throws Exception {
        for (int i = 0; i < count; i++) send(recipients[i % recipients.length], ++published);
        flush();
    }

    /** The last ones that were published, as they were; returns when Kafka has all of them. */
    public void publishAgain(String recipient, int count) throws Exception {
        for (int i = published - count + 1; i <= published; i++) send(recipient, i);
        flush();
    }

    private void send(String recipient, int id) {
        sent++;
        String event = """
                {"specversion":"1.0","id":"%d","source":"/site","type":"t","recipient":"%s","data":1}""".formatted(id, recipient);
        last = producer.send(new ProducerRecord<>(site.topic(), recipient, event));
    }

    private void flush() throws Exception {
        last.get(60, TimeUnit.SECONDS);
    }

    /** Records so far, those that came again included. */
    public int sent() {
        return sent;
    }

    /** Ids so far. */
    public int published() {
        return published;
    }

    /** Waits until everything published is in the inbox, each once, without a gap. */
    public void areStored() {
        await("stored", () -> row().equals(published + " " + published + " " + published));
    }

    private String row() {
        try (Connection connection = site.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*), count(distinct notification_id), max(seq) from delivery")) {
            row.next();
            return row.getLong(1) + " " + row.getLong(2) + " " + row.getLong(3);
        } catch (SQLException e) {
            // what was just hurt is not back yet
            return String.valueOf(e.getMessage());
        }
    }

    /** Waits with patience for what has to come. */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what + " in time").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }
}
