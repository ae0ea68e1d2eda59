package dev.notification.store.arrival;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.notification.store.Arrival;
import dev.notification.store.ArrivalListener;
import dev.notification.store.Arrivals;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Arrivals over a Kafka topic of their own. */
final class KafkaArrivals implements Arrivals, SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(KafkaArrivals.class);

    private final String topic;
    private final Producer<byte[], byte[]> producer;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Counter dropped;
    private volatile @Nullable ArrivalsReader reader;
    private volatile boolean running;

    KafkaArrivals(
            String topic,
            Producer<byte[], byte[]> producer,
            Supplier<Consumer<byte[], byte[]>> consumers,
            MeterRegistry registry) {
        this.topic = topic;
        this.producer = producer;
        this.consumers = consumers;
        this.dropped = Counter.builder("notification.arrivals.dropped")
                .description("Arrivals that Kafka did not take; streams find their deliveries by looking")
                .register(registry);
    }

    @Override
    public void announce(Iterable<Arrival> arrivals) {
        try {
            for (Arrival arrival : arrivals) {
                byte[] key = arrival.recipient().getBytes(UTF_8);
                Future<RecordMetadata> sent = producer.send(
                        new ProducerRecord<>(topic, key, ArrivalCodec.encode(arrival)), (metadata, failure) -> {
                            if (failure != null) dropped.increment();
                        });
                // one wait for a broker that does not answer is enough; the rest of the hints go with it
                if (sent.isDone() && !succeeded(sent)) return;
            }
        } catch (KafkaException | IllegalStateException e) {
            dropped.increment();
            log.warn("Arrivals are not being announced: {}", e.getMessage());
        }
    }

    private static boolean succeeded(Future<RecordMetadata> sent) {
        try {
            sent.get();
            return true;
        } catch (ExecutionException e) {
            log.warn("Arrivals are not being announced: {}", String.valueOf(e.getCause()));
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void listen(ArrivalListener listener) {
        ArrivalsReader fresh = new ArrivalsReader(topic, consumers, listener);
        reader = fresh;
        fresh.start();
    }

    /** Learns where the topic is, so that the first arrivals need not wait for that. */
    @Override
    public void start() {
        running = true;
        try {
            log.debug("Announcing on {}", producer.partitionsFor(topic));
        } catch (KafkaException e) {
            log.warn("Topic {} of arrivals does not answer yet: {}", topic, e.getMessage());
        }
    }

    @Override
    public void stop() {
        running = false;
        ArrivalsReader listening = reader;
        reader = null;
        if (listening != null) listening.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Goes on while streams are still being ended. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 2048;
    }
}
