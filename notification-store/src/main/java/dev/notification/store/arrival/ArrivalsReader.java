package dev.notification.store.arrival;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.notification.store.Arrival;
import dev.notification.store.ArrivalListener;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all partitions of the arrivals topic from their end, without a group, on one thread. Whatever fails is begun anew:
 * what is missed meanwhile is found by looking at the table.
 */
final class ArrivalsReader {
    private static final Logger log = LoggerFactory.getLogger(ArrivalsReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(1);
    /** How soon partitions that an operator adds are read. */
    private static final long LOOK_FOR_PARTITIONS_NANOS = Duration.ofSeconds(30).toNanos();

    private final String topic;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final ArrivalListener listener;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Consumer<byte[], byte[]> current;

    ArrivalsReader(String topic, Supplier<Consumer<byte[], byte[]>> consumers, ArrivalListener listener) {
        this.topic = topic;
        this.consumers = consumers;
        this.listener = listener;
        this.thread = new Thread(this::run, "arrivals");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopped.countDown();
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) consumer.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            do {
                readUntilFailure();
            } while (!stopped.await(RETRY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readUntilFailure() {
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            current = consumer;
            Set<TopicPartition> assigned = new HashSet<>();
            long lookAgain = System.nanoTime();
            while (stopped.getCount() > 0) {
                if (System.nanoTime() - lookAgain >= 0) {
                    assign(consumer, assigned);
                    lookAgain = System.nanoTime() + LOOK_FOR_PARTITIONS_NANOS;
                }
                if (assigned.isEmpty()) throw new KafkaException("topic " + topic + " is not there yet");
                consumer.poll(POLL).forEach(this::hand);
            }
        } catch (WakeupException e) {
            log.debug("Stopped reading arrivals");
        } catch (KafkaException e) {
            log.warn("Arrivals cannot be read, streams are served by looking: {}", e.getMessage());
        } catch (RuntimeException e) {
            // a listener that fails included: this thread must outlive whatever happens to one arrival
            log.warn("Arrivals cannot be read, streams are served by looking", e);
        } finally {
            current = null;
        }
    }

    private void assign(Consumer<byte[], byte[]> consumer, Set<TopicPartition> assigned) {
        Set<TopicPartition> added = new HashSet<>();
        var partitions = consumer.partitionsFor(topic);
        if (partitions == null) return;
        partitions.forEach(info -> added.add(new TopicPartition(topic, info.partition())));
        added.removeAll(assigned);
        if (added.isEmpty()) return;
        boolean first = assigned.isEmpty();
        assigned.addAll(added);
        consumer.assign(List.copyOf(assigned));
        // what is new in a running topic is read whole, the rest is history
        if (first) consumer.seekToEnd(added);
        else consumer.seekToBeginning(added);
        added.forEach(consumer::position);
    }

    private void hand(ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key();
        byte[] value = record.value();
        if (key == null || value == null) return;
        if (!ArrivalCodec.concernsEveryNode(value) && !listener.wants(key)) return;
        Arrival arrival = ArrivalCodec.decode(new String(key, UTF_8), value);
        if (arrival != null) listener.arrived(arrival);
    }
}
