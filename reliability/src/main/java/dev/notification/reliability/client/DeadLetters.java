package dev.notification.reliability.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.notification.reliability.history.Observation.Rejected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** What the dead-letter topic holds, of everybody. */
final class DeadLetters {
    private static final Duration IDLE = Duration.ofMillis(100);

    private DeadLetters() {}

    static List<Rejected> of(Crowd crowd) {
        List<Rejected> rejected = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", crowd.site().kafka().bootstrapServers(), "enable.auto.commit", false),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer
                    .partitionsFor(crowd.site().deadLetterTopic())
                    .stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue()))
                consumer.poll(IDLE).forEach(record -> rejected.add(rejected(crowd, record)));
        }
        return rejected;
    }

    private static Rejected rejected(Crowd crowd, ConsumerRecord<String, String> record) {
        return new Rejected(
                crowd.log().now(),
                text(record.headers().lastHeader(Producers.KEY_HEADER)),
                text(record.headers().lastHeader("rejection-code")));
    }

    private static String text(@Nullable Header header) {
        return header == null ? "" : new String(header.value(), UTF_8);
    }
}
