package dev.notification.store.ingest;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer whose polls gather, see {@link Gathering}. */
final class GatheringConsumer extends KafkaConsumer<byte[], byte[]> {
    private final Gathering gathering;

    GatheringConsumer(Map<String, Object> settings, Gathering gathering) {
        super(limited(settings, gathering.maxPolled()), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.gathering = gathering;
    }

    private static Map<String, Object> limited(Map<String, Object> settings, int maxPolled) {
        Map<String, Object> limited = new HashMap<>(settings);
        limited.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPolled);
        return limited;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        return gathering.poll(timeout, super::poll);
    }
}
