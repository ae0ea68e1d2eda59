package dev.notification.store.arrival;

import dev.notification.store.Arrivals;
import dev.notification.store.kafka.KafkaClients;
import dev.notification.store.kafka.KafkaTopicsProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

@AutoConfiguration
class ArrivalConfiguration {
    /** A hint is worth no wait: it is sent at once, and given up when the broker does not answer. */
    private static final Map<String, Object> PRODUCER = Map.of(
            "acks", "1",
            "enable.idempotence", false,
            "linger.ms", 0,
            "batch.size", 65_536,
            "max.block.ms", 200,
            "request.timeout.ms", 5_000,
            "delivery.timeout.ms", 10_000,
            "client.id", "notification-arrivals");

    private static final Map<String, Object> CONSUMER = Map.of(
            "enable.auto.commit",
            false,
            "auto.offset.reset",
            "latest",
            "fetch.min.bytes",
            1,
            "max.poll.records",
            2_000,
            "client.id",
            "notification-arrivals");

    @Bean(destroyMethod = "close", defaultCandidate = false)
    Producer<byte[], byte[]> arrivalsProducer(KafkaClients clients) {
        return clients.producer(PRODUCER);
    }

    @Bean
    Arrivals arrivals(
            @Qualifier("arrivalsProducer") Producer<byte[], byte[]> producer,
            KafkaClients clients,
            KafkaTopicsProperties kafka,
            MeterRegistry registry) {
        return new KafkaArrivals(kafka.topics().arrivals(), producer, () -> clients.consumer(CONSUMER), registry);
    }
}
