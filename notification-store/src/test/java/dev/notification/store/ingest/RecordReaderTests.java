package dev.notification.store.ingest;

import static dev.notification.store.ingest.Samples.to;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.CloudEventWriter;
import dev.notification.api.Notification;
import dev.notification.api.RejectionCode;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RecordReaderTests {
    private static final Instant NOW = Instant.parse("2026-05-04T00:00:00Z");
    private final RecordReader reader = new RecordReader(1_024);

    private static ConsumerRecord<byte[], byte[]> record(long offset, byte[] value) {
        return new ConsumerRecord<>("t", 0, offset, new byte[0], value);
    }

    @Test
    void sortsABatchAndKeepsItsOrder() {
        RecordReader.Sorted sorted = reader.read(
                List.of(
                        record(0, CloudEventWriter.structured(to("a", "1"))),
                        record(1, "no".getBytes(UTF_8)),
                        record(2, CloudEventWriter.structured(to("a", "2"))),
                        record(3, "{}".getBytes(UTF_8))),
                NOW);

        assertThat(sorted.drafts()).extracting(draft -> draft.record().offset()).containsExactly(0L, 2L);
        assertThat(sorted.refusals())
                .extracting(refusal -> refusal.record().offset())
                .containsExactly(1L, 3L);
        assertThat(sorted.refusals())
                .extracting(refusal -> refusal.rejection().code())
                .containsOnly(RejectionCode.NOT_A_CLOUDEVENT);
    }

    @Test
    void keepsTheDataAsTheProducerWroteThem() {
        String data = "{ \"b\":1.0,  \"a\":1e2, \"a\":2 }";

        Draft draft = reader.read(List.of(record(0, CloudEventWriter.structured(to("a", "1", data)))), NOW)
                .drafts()
                .get(0);

        assertThat(draft.content().data()).asString(UTF_8).isEqualTo(data);
        assertThat(draft.content().binary()).isFalse();
        assertThat(draft.content().attributes())
                .asString(UTF_8)
                .startsWith("\"specversion\":\"1.0\"")
                .contains("\"id\":\"1\"");
        assertThat(draft.content().type()).isEqualTo("test.happened");
    }

    @Test
    void countsTheDeliveriesAsked() {
        Notification three = Notification.builder()
                .source("/s")
                .id("3")
                .type("t")
                .recipients(List.of("a", "b", "c"))
                .build();

        RecordReader.Sorted sorted = reader.read(
                List.of(
                        record(0, CloudEventWriter.structured(three)),
                        record(1, CloudEventWriter.structured(to("a", "1")))),
                NOW);

        assertThat(sorted.deliveries()).isEqualTo(4);
    }

    @Test
    void holdsToTheSizeItWasGiven() {
        String data = "\"" + "x".repeat(2_000) + "\"";

        assertThat(reader.read(List.of(record(0, CloudEventWriter.structured(to("a", "1", data)))), NOW)
                        .refusals()
                        .get(0)
                        .rejection()
                        .code())
                .isEqualTo(RejectionCode.TOO_LARGE);
    }
}
