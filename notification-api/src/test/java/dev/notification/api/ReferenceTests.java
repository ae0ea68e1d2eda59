package dev.notification.api;

import static dev.notification.api.Events.NOW;
import static dev.notification.api.Events.READER;
import static dev.notification.api.Events.read;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The reference implementation and this codec read what the other one writes, and understand the same. */
class ReferenceTests {

    private static final long SEED = Long.getLong("seed", 20261122L);
    private static final int EVENTS = 6_000;
    private static final JsonFormat FORMAT = new JsonFormat();
    private static final ObjectMapper JSON = new ObjectMapper();

    private interface Trip {
        void go(CloudEvent event) throws Exception;
    }

    private static void forEveryEvent(Trip trip) throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < EVENTS; i++) {
            CloudEvent event = GeneratedEvents.next(random);
            try {
                trip.go(event);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + SEED + ", event " + i + ": " + event, e);
            }
        }
    }

    @Test
    void theirStructuredFormIsRead() throws Exception {
        forEveryEvent(event -> {
            byte[] json = FORMAT.serialize(event);
            Headers headers = new RecordHeaders().add("content-type", "application/cloudevents+json".getBytes(UTF_8));
            assertSame(event, read(READER.readRecord(headers, json, NOW)), false);
        });
    }

    @Test
    void theirBinaryFormIsRead() throws Exception {
        forEveryEvent(event -> {
            ProducerRecord<Void, byte[]> sent =
                    KafkaMessageFactory.createWriter("t").writeBinary(event);
            assertSame(event, read(READER.readRecord(sent.headers(), sent.value(), NOW)), true);
        });
    }

    @Test
    void ourStructuredFormIsUnderstood() throws Exception {
        forEveryEvent(event -> {
            Notification notification = read(READER.readStructured(FORMAT.serialize(event), NOW));
            assertSame(FORMAT.deserialize(CloudEventWriter.structured(notification)), notification, false);
            String members = new String(CloudEventWriter.members(notification), UTF_8);
            assertThat(members).doesNotContain("\n", "\r");
            CloudEvent seen = FORMAT.deserialize(("{" + members + "}").getBytes(UTF_8));
            assertThat(attributes(seen, false)).isEqualTo(withoutAudience(attributes(notification, false)));
        });
    }

    @Test
    void ourBinaryFormIsUnderstood() throws Exception {
        forEveryEvent(event -> {
            Notification notification = read(READER.readStructured(FORMAT.serialize(event), NOW));
            Headers headers = new RecordHeaders();
            byte[] value = CloudEventWriter.binary(notification, headers);
            CloudEvent understood =
                    KafkaMessageFactory.createReader(headers, value).toEvent();
            assertThat(attributes(understood, true)).isEqualTo(attributes(notification, true));
            assertThat(bytes(understood.getData())).isEqualTo(value);
            Notification again = read(READER.readRecord(headers, value, NOW));
            assertThat(attributes(again, true)).isEqualTo(attributes(notification, true));
            assertSameData(bytes(event.getData()), again);
        });
    }

    private static void assertSame(CloudEvent event, Notification notification, boolean asText) throws IOException {
        assertThat(attributes(notification, asText)).isEqualTo(attributes(event, asText));
        assertSameData(bytes(event.getData()), notification);
    }

    /** Bytes as bytes, JSON as the same tree, text as the same text. */
    private static void assertSameData(byte @Nullable [] theirs, Notification notification) throws IOException {
        Data ours = notification.data();
        if (theirs == null || ours == null) {
            assertThat(ours).isNull();
            assertThat(theirs).isNull();
            return;
        }
        Object type = notification.attributes().get("datacontenttype");
        if (ours.binary()) {
            assertThat(ours.bytes()).isEqualTo(theirs);
        } else if (MediaType.isJson((String) type)) {
            assertThat(JSON.readTree(ours.bytes())).isEqualTo(JSON.readTree(theirs));
        } else {
            JsonNode text = JSON.readTree(ours.bytes());
            assertThat(text.isTextual()).isTrue();
            assertThat(text.textValue().getBytes(UTF_8)).isEqualTo(theirs);
        }
    }

    private static byte @Nullable [] bytes(@Nullable CloudEventData data) {
        return data == null ? null : data.toBytes();
    }

    private static Map<String, Object> attributes(CloudEvent event, boolean asText) {
        Map<String, Object> all = new TreeMap<>();
        event.getAttributeNames().forEach(name -> all.put(name, value(event.getAttribute(name), asText)));
        event.getExtensionNames().forEach(name -> all.put(name, value(event.getExtension(name), asText)));
        all.putIfAbsent("priority", "normal");
        return normalised(all);
    }

    private static Map<String, Object> attributes(Notification notification, boolean asText) {
        Map<String, Object> all = new TreeMap<>();
        all.put("specversion", "1.0");
        all.put("id", notification.id());
        all.put("source", notification.source());
        all.put("type", notification.type());
        all.put("priority", notification.priority().label());
        all.put(
                notification.audience() instanceof Audience.Recipient ? "recipient" : "recipients",
                String.join(",", notification.audience().names()));
        if (notification.expiryTimeText() != null) {
            all.put("expirytime", notification.expiryTimeText());
        }
        notification.attributes().forEach((name, value) -> all.put(name, value(value, asText)));
        return normalised(all);
    }

    private static Object value(@Nullable Object value, boolean asText) {
        Object known = Objects.requireNonNull(value);
        boolean plain = known instanceof Boolean || known instanceof Integer;
        return plain && !asText ? known : known.toString();
    }

    /** The reference turns times into objects and prints them in its own way. */
    private static Map<String, Object> normalised(Map<String, Object> all) {
        all.computeIfPresent(
                "time", (name, time) -> OffsetDateTime.parse((String) time).toInstant());
        all.computeIfPresent("expirytime", (name, time) -> Instant.parse((String) time));
        all.computeIfPresent("priority", (name, label) -> label.equals("medium") ? "normal" : label);
        return all;
    }

    private static Map<String, Object> withoutAudience(Map<String, Object> all) {
        return all.entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith("recipient"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void anEventOfTheReferenceNeedsNothingButTheAudience() {
        CloudEvent event = CloudEventBuilder.v1()
                .withId("1")
                .withSource(URI.create("/s"))
                .withType("t")
                .withExtension("recipient", "alice")
                .build();
        assertThat(read(READER.readStructured(FORMAT.serialize(event), NOW)).audience())
                .isEqualTo(new Audience.Recipient("alice"));
    }
}
