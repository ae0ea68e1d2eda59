package dev.notification.store.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

/** Makes Kafka clients on bytes from the standard {@code spring.kafka.*} settings and what each use insists on. */
public final class KafkaClients {
    private final Map<String, Object> consumerSettings;
    private final Map<String, Object> producerSettings;

    KafkaClients(ConsumerFactory<?, ?> consumers, ProducerFactory<?, ?> producers) {
        this.consumerSettings = consumers.getConfigurationProperties();
        this.producerSettings = producers.getConfigurationProperties();
    }

    /** Settings for a consumer of bytes. */
    public Map<String, Object> consumerSettings(Map<String, Object> insisted) {
        Map<String, Object> settings = new HashMap<>(consumerSettings);
        settings.remove("key.deserializer");
        settings.remove("value.deserializer");
        // a topic that comes by being asked for has the broker's partitions and limits, see MissingTopics
        settings.put("allow.auto.create.topics", false);
        settings.putAll(insisted);
        return settings;
    }

    /** A consumer that belongs to no group. */
    public Consumer<byte[], byte[]> consumer(Map<String, Object> insisted) {
        Map<String, Object> settings = consumerSettings(insisted);
        settings.remove(CommonClientConfigs.GROUP_ID_CONFIG);
        settings.remove(CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A producer; the caller closes it. */
    public Producer<byte[], byte[]> producer(Map<String, Object> insisted) {
        Map<String, Object> settings = new HashMap<>(producerSettings);
        settings.remove("key.serializer");
        settings.remove("value.serializer");
        settings.putAll(insisted);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
