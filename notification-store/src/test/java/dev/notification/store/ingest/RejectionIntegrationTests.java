package dev.notification.store.ingest;

import static dev.notification.store.ingest.Samples.to;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.CloudEventWriter;
import dev.notification.api.RecordHeaders;
import dev.notification.store.TestDatabase;
import dev.notification.store.TestStore;
import dev.notification.store.TestTopics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RejectionIntegrationTests {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestTopics TOPICS = TestTopics.create(1);
    private static final TestStore STORE = TestStore.on(DATABASE, TOPICS).start();

    @BeforeAll
    static void refuseOneValue() {
        DATABASE.sql().execute("""
                        create function refuse() returns trigger language plpgsql as $$ begin
                          if new.message_id like 'poison%' then raise exception 'no' using errcode = '22000'; end if;
                          return new;
                        end $$;
                        create trigger refuse before insert on notification for each row execute function refuse()""");
    }

    @AfterAll
    static void stop() {
        STORE.close();
        TOPICS.close();
    }

    /** Sends a good record and waits until it is stored: everything before it is done then. */
    private static void passOn() {
        String id = UUID.randomUUID().toString();
        TOPICS.send(0, to("after", id));
        TOPICS.flush();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> DATABASE.number("select count(*) from notification where message_id = ?", id) == 1);
    }

    private static List<ConsumerRecord<byte[], byte[]>> rejected(String marker) {
        return TOPICS.rejected().stream()
                .filter(record -> marker.equals(header(record, "marker")))
                .toList();
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    private static ProducerRecord<byte[], byte[]> record(String marker, byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(TOPICS.notifications(), 0, "key".getBytes(UTF_8), value);
        record.headers().add("marker", marker.getBytes(UTF_8));
        return record;
    }

    private static ProducerRecord<byte[], byte[]> json(String marker, String value) {
        ProducerRecord<byte[], byte[]> record = record(marker, value.getBytes(UTF_8));
        record.headers().add(RecordHeaders.CONTENT_TYPE, RecordHeaders.STRUCTURED_JSON.getBytes(UTF_8));
        return record;
    }

    private static String event(String more) {
        return "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/r\",%s}".formatted(UUID.randomUUID(), more);
    }

    static Stream<Arguments> badRecords() {
        String long65 = "\"" + "x".repeat(65 * 1024) + "\"";
        return Stream.of(
                Arguments.of("invalid-json", "{\"specversion\":\"1.0\","),
                Arguments.of("not-a-cloudevent", null),
                Arguments.of("missing-attribute", event("\"recipient\":\"r\"")),
                Arguments.of("invalid-attribute", event("\"type\":\"error\",\"recipient\":\"r\"")),
                Arguments.of("invalid-attribute", event("\"type\":\"t\",\"recipient\":\"r\",\"collapsekey\":\"k\"")),
                Arguments.of("no-audience", event("\"type\":\"t\"")),
                Arguments.of("ambiguous-audience", event("\"type\":\"t\",\"recipient\":\"r\",\"recipients\":\"a,b\"")),
                Arguments.of("too-large", event("\"type\":\"t\",\"recipient\":\"r\",\"data\":" + long65)),
                Arguments.of(
                        "already-expired",
                        event("\"type\":\"t\",\"recipient\":\"r\",\"expirytime\":\"2020-01-01T00:00:00Z\"")));
    }

    @ParameterizedTest
    @MethodSource("badRecords")
    void keepsABadRecordUntouchedWithItsReason(String code, @Nullable String value) {
        String marker = UUID.randomUUID().toString();
        ProducerRecord<byte[], byte[]> bad =
                value == null ? record(marker, "hello".getBytes(UTF_8)) : json(marker, value);
        bad.headers().add("twice", new byte[] {0, 1}).add("twice", null).add("rejection-code", "old".getBytes(UTF_8));
        long offset = TOPICS.put(bad).offset();
        passOn();

        List<ConsumerRecord<byte[], byte[]>> rejected = rejected(marker);
        assertThat(rejected).hasSize(1);
        ConsumerRecord<byte[], byte[]> letter = rejected.get(0);
        assertThat(letter.key()).isEqualTo(bad.key());
        assertThat(letter.value()).isEqualTo(bad.value());
        Header[] headers = letter.headers().toArray();
        Header[] original = bad.headers().toArray();
        assertThat(Arrays.copyOf(headers, original.length)).isEqualTo(original);
        assertThat(header(letter, "rejection-code")).isEqualTo(code);
        assertThat(header(letter, "rejection-detail")).isNotBlank();
        assertThat(header(letter, "original-topic")).isEqualTo(TOPICS.notifications());
        assertThat(header(letter, "original-partition")).isEqualTo("0");
        assertThat(header(letter, "original-offset")).isEqualTo(Long.toString(offset));
        assertThat(header(letter, "rejection-truncated")).isNull();
        Awaitility.await()
                .until(() -> STORE.bean(MeterRegistry.class)
                                .counter("notification.ingest.rejected", "code", code)
                                .count()
                        >= 1);
    }

    @Test
    void rejectsATombstone() {
        String marker = UUID.randomUUID().toString();
        TOPICS.send(record(marker, null));
        passOn();

        assertThat(rejected(marker)).singleElement().satisfies(letter -> {
            assertThat(header(letter, "rejection-code")).isEqualTo("tombstone");
            assertThat(letter.value()).isNull();
        });
    }

    @Test
    void keepsTheBeginningOfWhatIsTooLargeEvenForTheDeadLetterTopic() {
        String marker = UUID.randomUUID().toString();
        byte[] value = " ".repeat(3 * 1024 * 1024).getBytes(UTF_8);
        try (var packing = TOPICS.producer(Map.of("compression.type", "gzip", "max.request.size", 16 * 1024 * 1024))) {
            TestTopics.get(packing.send(record(marker, value)));
            ProducerRecord<byte[], byte[]> headed = record(marker, "x".getBytes(UTF_8));
            headed.headers().add("huge", value);
            TestTopics.get(packing.send(headed));
        }
        passOn();

        List<ConsumerRecord<byte[], byte[]>> rejected = rejected(marker);
        assertThat(rejected).hasSize(2).allSatisfy(letter -> {
            assertThat(header(letter, "rejection-truncated")).isEqualTo("true");
            assertThat(header(letter, "rejection-code")).isEqualTo("not-a-cloudevent");
        });
        assertThat(rejected.get(0).value()).isEqualTo(Arrays.copyOf(value, 64 * 1024));
        assertThat(rejected.get(1).value()).isEqualTo("x".getBytes(UTF_8));
        assertThat(header(rejected.get(1), "huge")).isNull();
    }

    @Test
    void rejectsOnlyTheOneValueThatTheDatabaseRefuses() {
        String marker = UUID.randomUUID().toString();
        for (int i = 0; i < 1_000; i++) {
            if (i == 700) {
                ProducerRecord<byte[], byte[]> poison = record(
                        marker,
                        Objects.requireNonNull(CloudEventWriter.structured(to("poisoned", "poison-" + marker))));
                TOPICS.send(poison);
            } else if (i == 710) {
                TOPICS.send(record(marker, "neither".getBytes(UTF_8)));
            } else {
                TOPICS.send(0, to("poisoned", marker + i));
            }
        }
        passOn();

        assertThat(DATABASE.sequences("poisoned")).hasSize(998).last().isEqualTo(998L);
        assertThat(DATABASE.ids("poisoned"))
                .startsWith(marker + 0, marker + 1)
                .endsWith(marker + 998, marker + 999)
                .containsSubsequence(marker + 699, marker + 701);
        // however often the batch was halved
        assertThat(rejected(marker))
                .extracting(letter -> header(letter, "rejection-code"))
                .containsExactlyInAnyOrder("unstorable", "not-a-cloudevent");
    }
}
