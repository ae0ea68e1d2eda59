package dev.notification.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;

class LocalKafkaIntegrationTests {
    private static final TopicPartition FACTS = new TopicPartition("facts", 0);
    private static final int LARGEST = (2 * 1024 + 64) * 1024;

    private final Path directory =
            Path.of("target", "kafka-tests", UUID.randomUUID().toString());

    @Test
    void keepsAcknowledgedRecordsOverRestarts() throws Exception {
        try (LocalKafka kafka = LocalKafka.startIn(directory, 0)) {
            try (Admin admin = Admin.create(clients(kafka))) {
                admin.createTopics(List.of(new NewTopic(FACTS.topic(), 1, (short) 1)))
                        .all()
                        .get();
            }
            send(kafka, new byte[] {1});
            int port = kafka.port();
            kafka.stop();
            kafka.start();
            assertThat(kafka.port()).isEqualTo(port);
            send(kafka, new byte[LARGEST]);
            assertThat(end(kafka)).isEqualTo(2);
        }
        try (LocalKafka kafka = LocalKafka.startIn(directory, 0)) {
            assertThat(end(kafka)).isEqualTo(2);
        }
    }

    @Test
    void namesThePortThatIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(PortTaken.class)
                    .isThrownBy(() -> LocalKafka.startIn(directory, other.getLocalPort()))
                    .satisfies(e -> assertThat(e.port()).isEqualTo(other.getLocalPort()));
        }
    }

    @Test
    void refusesADirectoryInUse() {
        LocalKafka kafka = LocalKafka.startIn(directory, 0);
        try (kafka) {
            assertThatExceptionOfType(DirectoryTaken.class).isThrownBy(() -> LocalKafka.startIn(directory, 0));
        }
    }

    @Test
    void reportsThatKafkaGaveUpInsteadOfEndingTheProcess() {
        LocalKafka kafka = LocalKafka.startIn(directory, 0);
        try (kafka) {
            assertThatExceptionOfType(ServerFailed.class).isThrownBy(() -> Exit.halt(1, "no disk"));
            assertThat(kafka.failure().toCompletableFuture())
                    .isCompletedWithValue("Kafka gave up with status 1: no disk");
        }
    }

    private static Map<String, Object> clients(LocalKafka kafka) {
        return Map.of(
                "bootstrap.servers", kafka.bootstrapServers(), "acks", "all", "max.request.size", 3 * 1024 * 1024);
    }

    private static void send(LocalKafka kafka, byte[] value) throws Exception {
        try (var producer = new KafkaProducer<>(clients(kafka), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(FACTS.topic(), value)).get();
        }
    }

    private static long end(LocalKafka kafka) throws Exception {
        try (Admin admin = Admin.create(clients(kafka))) {
            return admin.listOffsets(Map.of(FACTS, OffsetSpec.latest()))
                    .partitionResult(FACTS)
                    .get()
                    .offset();
        }
    }
}
