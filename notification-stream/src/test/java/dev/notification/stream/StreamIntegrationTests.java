package dev.notification.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.api.Data;
import dev.notification.api.Notification;
import dev.notification.api.Priority;
import dev.notification.stream.Cluster.Node;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two nodes, real servers, bytes on the wire. */
class StreamIntegrationTests {
    private static final Cluster cluster = new Cluster();
    private static Node one;
    private static Node two;

    private final String alice = "alice-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        one = cluster.start("--notification.stream.ack-wait=2s");
        two = cluster.start("--notification.ingest.enabled=false", "--notification.stream.ack-wait=2s");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private void publish(int from, int to) {
        for (int i = from; i <= to; i++) cluster.publish(Cluster.to(alice, i).build());
    }

    private void stored(long head) {
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        one.get(alice, "/v1/inbox/summary").json().get("head").asLong() == head);
    }

    @Test
    void c01c04c05c06c08theHeadIsThatOfAStream() {
        try (RawStream stream = one.stream(alice, "Accept: text/event-stream")) {
            assertThat(stream.status()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream;charset=UTF-8");
            assertThat(stream.header("Cache-Control")).isEqualTo("no-store, no-transform");
            assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(stream.header("Transfer-Encoding")).isEqualTo("chunked");
            assertThat(stream.header("Content-Length")).isNull();
            assertThat(stream.header("Server")).isNull();
            stream.event("stream.caught-up");
            assertThat(stream.text()).matches("(?s)retry: \\d+\n\nevent: stream.ready\n.*");
        }
    }

    @Test
    void deliversTheBacklogThenWhatArrivesOnBothNodes() {
        publish(1, 3);
        stored(3);
        try (RawStream first = one.stream(alice);
                RawStream second = two.stream(alice)) {
            first.hasSequences(1L, 2L, 3L);
            assertThat(first.event("stream.ready").json().get("unacked").asInt())
                    .isEqualTo(3);
            assertThat(first.event("stream.caught-up").json().get("head").asInt())
                    .isEqualTo(3);
            second.event("stream.caught-up");
            publish(4, 5);
            first.hasSequences(1L, 2L, 3L, 4L, 5L);
            second.hasSequences(1L, 2L, 3L, 4L, 5L);
            assertThat(first.blocks().get(1).json().get("data").asInt()).isEqualTo(1);
        }
    }

    @Test
    void c15c17everyLineIsOneOfTheProtocols() {
        cluster.publish(Cluster.to(alice, 1)
                .data(Data.json(
                        "{\n \"a\" :\r\n [1, 2],\t\"b\":\"x\\r\\ny\\u2028\", \"id: 9\": \"\\nevent: evil\\n\" }"))
                .subject(":x \u2028\ufeff \ud83d\ude00 e\u0301")
                .build());
        stored(1);
        try (RawStream stream = one.stream(alice)) {
            stream.event("stream.caught-up");
            assertThat(stream.text().getBytes(UTF_8)).doesNotContain((byte) '\r', (byte) 0);
            assertThat(stream.text().lines().filter(line -> !line.isEmpty()))
                    .allMatch(line -> line.matches("(?s)^:.*$|^data(:.*)?$|^id: ?[a-z0-9]{4,16}\\.[0-9]{1,19}$"
                            + "|^event: ?[!-~]{1,128}$|^retry: ?[0-9]{1,8}$"));
            RawStream.Block frame = stream.block(block -> block.event() == null);
            assertThat(frame.json().get("data").get("b").asString()).isEqualTo("x\r\ny\u2028");
            assertThat(frame.json().get("subject").asString()).isEqualTo(":x \u2028\ufeff \ud83d\ude00 e\u0301");
        }
    }

    @Test
    void anAckOnOneNodeIsFinalOnTheOther() {
        publish(1, 3);
        stored(3);
        try (RawStream first = one.stream(alice);
                RawStream second = two.stream(alice)) {
            first.hasSequences(1L, 2L, 3L);
            second.hasSequences(1L, 2L, 3L);
            Answer answer = two.post(alice, "/v1/acks", "{\"seqs\":[1,3]}");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().get("acked").asInt()).isEqualTo(2);
            assertThat(answer.json().get("unacked").asInt()).isEqualTo(1);
            assertThat(first.event("stream.acked").data()).isEqualTo("{\"seqs\":[1,3],\"ranges\":[]}");
            assertThat(second.event("stream.acked").data()).isEqualTo("{\"seqs\":[1,3],\"ranges\":[]}");
        }
        try (RawStream again = one.stream(alice)) {
            again.event("stream.caught-up");
            again.hasSequences(2L);
        }
        assertThat(one.post(alice, "/v1/acks", "{\"seqs\":[1,3]}")
                        .json()
                        .get("acked")
                        .asInt())
                .isZero();
    }

    @Test
    void upToCoversWhatWasJustSentAndNothingElse() {
        publish(1, 2);
        stored(2);
        try (RawStream stream = one.stream(alice)) {
            stream.hasSequences(1L, 2L);
        }
        publish(3, 3);
        stored(3);
        Answer answer = one.post(alice, "/v1/acks", "{\"upTo\":3}");
        assertThat(answer.json().get("acked").asInt()).isEqualTo(2);
        assertThat(answer.json().get("unacked").asInt()).isEqualTo(1);
    }

    @Test
    void c42c43c44resumesAfterTheCursorOnAnyNode() {
        publish(1, 3);
        stored(3);
        String cursor;
        try (RawStream stream = one.stream(alice)) {
            stream.event("stream.caught-up");
            cursor = stream.cursor();
        }
        publish(4, 5);
        stored(5);
        try (RawStream stream = two.stream(alice, "Last-Event-ID: " + cursor)) {
            stream.event("stream.caught-up");
            stream.hasSequences(4L, 5L);
            assertThat(stream.event("stream.ready").json().get("resumed").asBoolean())
                    .isTrue();
        }
        String query = "/v1/stream?lastEventId=";
        try (RawStream stream = RawStream.open(two.port(), query + cursor, Tokens.of(alice))) {
            stream.event("stream.caught-up");
            assertThat(stream.seqs()).doesNotContain(1L, 2L, 3L);
        }
        try (RawStream stream =
                RawStream.open(two.port(), query + "nonsense", Tokens.of(alice), "Last-Event-ID: " + cursor)) {
            stream.event("stream.caught-up");
            assertThat(stream.blocks()).noneMatch(block -> "stream.reset".equals(block.event()));
        }
    }

    @Test
    void c42whatTheCursorCoversComesAgainOnceItIsDueAsAnotherAttempt() {
        publish(1, 1);
        stored(1);
        String cursor;
        try (RawStream stream = one.stream(alice)) {
            stream.hasSequences(1L);
            cursor = stream.cursor();
        }
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            try (RawStream stream = two.stream(alice, "Last-Event-ID: " + cursor)) {
                stream.event("stream.caught-up");
                assertThat(stream.seqs()).containsExactly(1L);
                RawStream.Block frame = stream.block(block -> block.event() == null);
                assertThat(frame.id()).isNull();
                assertThat(frame.json().get("attempt").asInt()).isEqualTo(2);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-1", "e.", ".5", "1e3", "epoc.9223372036854775808", "%00", "\u0080\u00ff"})
    void c45aMalformedCursorResetsAndNeverFails(String cursor) {
        publish(1, 2);
        stored(2);
        try (RawStream stream = one.stream(alice, "Last-Event-ID: " + cursor)) {
            assertThat(stream.status()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(stream.event("stream.reset").data()).isEqualTo("{\"reason\":\"malformed\"}");
            stream.hasSequences(1L, 2L);
        }
    }

    @Test
    void c47c48c50cursorsThatProveNothingReset() {
        publish(1, 2);
        stored(2);
        String epoch;
        try (RawStream stream = one.stream(alice)) {
            epoch = stream.event("stream.ready").json().get("epoch").asString();
        }
        try (RawStream stream = one.stream(alice, "Last-Event-ID: " + epoch + ".3")) {
            assertThat(stream.event("stream.reset").data()).isEqualTo("{\"reason\":\"ahead\"}");
            stream.hasSequences(1L, 2L);
        }
        try (RawStream stream = one.stream(alice, "Last-Event-ID: " + "0".repeat(10) + ".1")) {
            RawStream.Block reset = stream.event("stream.reset");
            assertThat(reset.data()).isEqualTo("{\"reason\":\"unknown-epoch\"}");
            assertThat(reset.id()).isEqualTo(epoch + ".0");
            stream.hasSequences(1L, 2L);
        }
        try (RawStream stream = one.stream("bob-" + alice, "Last-Event-ID: " + epoch + ".1")) {
            assertThat(stream.event("stream.reset").data()).isEqualTo("{\"reason\":\"unknown-epoch\"}");
        }
    }

    @Test
    void c52everyStreamOpenedWhileMuchArrivesIsContiguous() {
        int count = 600;
        Thread producer = new Thread(() -> publish(1, count));
        producer.start();
        List<RawStream> streams = new ArrayList<>();
        while (producer.isAlive() && streams.size() < 9) {
            RawStream stream = (streams.size() % 2 == 0 ? one : two).stream(alice);
            stream.event("stream.ready");
            streams.add(stream);
        }
        Long[] all = LongStream.rangeClosed(1, count).boxed().toArray(Long[]::new);
        for (RawStream stream : streams) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> stream.seqs().stream().distinct().count() >= count);
            // what is not acked comes again meanwhile
            assertThat(stream.seqs().stream().distinct()).containsExactly(all);
            stream.close();
        }
    }

    @Test
    void lanesGoByPriorityAndTheCursorStaysBehindWhatWasOvertaken() {
        for (Priority priority : List.of(Priority.LOW, Priority.NORMAL, Priority.HIGH)) {
            cluster.publish(Cluster.to(alice, 1).priority(priority).build());
            stored(
                    switch (priority) {
                        case LOW -> 1;
                        case NORMAL -> 2;
                        case HIGH -> 3;
                    });
        }
        try (RawStream stream = one.stream(alice)) {
            stream.event("stream.caught-up");
            stream.hasSequences(3L, 2L, 1L);
            assertThat(stream.cursor()).endsWith(".3");
            assertThat(stream.blocks().stream()
                            .filter(block -> block.event() == null && block.id() != null)
                            .map(block -> block.id().substring(block.id().indexOf('.') + 1)))
                    .containsExactly("1", "3");
        }
    }

    @Test
    void nobodySeesAnythingOfAnother() {
        publish(1, 1);
        stored(1);
        String bob = "bob-" + UUID.randomUUID();
        try (RawStream stream = one.stream(bob)) {
            stream.event("stream.caught-up");
            publish(2, 2);
            stored(2);
            assertThat(one.post(bob, "/v1/acks", "{\"seqs\":[1,2]}").body())
                    .isEqualTo(one.post(bob, "/v1/acks", "{\"seqs\":[7,8]}").body());
            assertThat(one.get(bob, "/v1/inbox/1").status()).isEqualTo(404);
            assertThat(one.get(bob, "/v1/inbox").json().get("items")).isEmpty();
            assertThat(stream.seqs()).isEmpty();
        }
        assertThat(one.get(alice, "/v1/inbox/summary").json().get("unacked").asInt())
                .isEqualTo(2);
    }

    @Test
    void c35aStreamEndsCleanlyWhenItsTokenExpires() {
        try (RawStream stream = RawStream.open(one.port(), "/v1/stream", Tokens.of(alice, Duration.ofSeconds(4)))) {
            stream.event("stream.caught-up");
            assertThat(stream.endedCleanly()).isTrue();
            assertThat(stream.text())
                    .endsWith("event: stream.close\ndata: {\"reason\":\"token-expired\",\"reconnect\":true}\n\n");
        }
    }

    @Test
    void theEleventhStreamOfARecipientIsTurnedAwaySoftly() {
        List<RawStream> streams = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            streams.add(one.stream(alice));
            streams.get(i).event("stream.ready");
        }
        try (RawStream eleventh = one.stream(alice)) {
            assertThat(eleventh.status()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(eleventh.event("stream.close").data()).isEqualTo("{\"reason\":\"limit\",\"reconnect\":true}");
            assertThat(eleventh.endedCleanly()).isTrue();
        }
        streams.forEach(RawStream::close);
    }

    @Test
    void whatExpiredIsNeverDelivered() {
        Notification soon = Cluster.to(alice, 1)
                .expiryTime(Clock.systemUTC().instant().plusMillis(1_500))
                .build();
        cluster.publish(soon);
        publish(2, 2);
        stored(2);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            try (RawStream stream = one.stream(alice)) {
                stream.event("stream.caught-up");
                assertThat(stream.seqs()).containsExactly(2L);
            }
        });
        assertThat(one.get(alice, "/v1/inbox/1").json().get("state").asString()).isEqualTo("expired");
    }
}
