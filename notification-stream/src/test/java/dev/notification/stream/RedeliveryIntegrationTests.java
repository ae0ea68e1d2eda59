package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.api.AckPolicy;
import dev.notification.api.Priority;
import dev.notification.stream.Cluster.Node;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is not acked comes again, on the wire and on two nodes; windows, filters, streams whose cursor acks. */
class RedeliveryIntegrationTests {
    private static final Cluster cluster = new Cluster();
    private static final String[] SETTINGS = {
        "--notification.stream.ack-wait=2s", "--notification.stream.backoff=2s", "--notification.stream.turn-after=2s"
    };
    private static Node one;
    private static Node two;
    /** Nothing comes again there unless a test sees to it. */
    private static Node patient;

    private final String alice = "alice-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        one = cluster.start(SETTINGS);
        two = startAnother(SETTINGS);
        patient = startPatient();
    }

    private static Node startAnother(String... settings) {
        String[] all = java.util.Arrays.copyOf(settings, settings.length + 1);
        all[settings.length] = "--notification.ingest.enabled=false";
        return cluster.start(all);
    }

    private static Node startPatient() {
        return startAnother("--notification.stream.ack-wait=10m", "--notification.stream.max-in-flight=5");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private void publish(int from, int to) {
        for (int i = from; i <= to; i++) cluster.publish(Cluster.to(alice, i).build());
    }

    private void stored(long head) {
        await().atMost(Duration.ofSeconds(20)).until(() -> summary("head") == head);
    }

    private long summary(String count) {
        return one.get(alice, "/v1/inbox/summary").json().get(count).asLong();
    }

    private static RawStream.Block shown(RawStream stream, long seq, int attempt) {
        return stream.block(block -> block.event() == null
                && !block.data().isEmpty()
                && block.json().get("seq").asLong() == seq
                && block.json().get("attempt").asInt() == attempt);
    }

    private static List<RawStream.Block> frames(RawStream stream, long seq) {
        return stream.notifications().stream()
                .filter(frame -> frame.json().get("seq").asLong() == seq)
                .toList();
    }

    private static void comesAgain(RawStream stream, long seq) {
        RawStream.Block again = await().atMost(Duration.ofSeconds(20))
                .until(() -> frames(stream, seq), frames -> frames.size() > 1)
                .get(1);
        assertThat(again.id()).isNull();
        assertThat(again.json().get("attempt").asInt()).isGreaterThan(1);
    }

    @Test
    void comesAgainOnEveryStreamUntilAnyNodeAcksIt() {
        publish(1, 1);
        stored(1);
        try (RawStream here = one.stream(alice);
                RawStream there = two.stream(alice)) {
            comesAgain(here, 1);
            comesAgain(there, 1);
            assertThat(two.post(alice, "/v1/acks", "{\"seqs\":[1]}").status()).isEqualTo(200);
            here.event("stream.acked");
            there.event("stream.acked");
            int shownHere = frames(here, 1).size();
            int shownThere = frames(there, 1).size();
            publish(2, 2);
            // by the time that this comes again, the other would have been due before it
            comesAgain(here, 2);
            comesAgain(there, 2);
            assertThat(frames(here, 1)).hasSize(shownHere);
            assertThat(frames(there, 1)).hasSize(shownThere);
        }
    }

    @Test
    void isExhaustedAfterItsLastRoundAndAnAckStillCounts() {
        publish(1, 1);
        stored(1);
        Node strict = startAnother(
                "--notification.stream.ack-wait=2s",
                "--notification.stream.backoff=2s,3s",
                "--notification.stream.max-attempts=3");
        try (RawStream stream = strict.stream(alice)) {
            shown(stream, 1, 3);
            await().atMost(Duration.ofSeconds(20)).until(() -> summary("unacked") == 0);
            assertThat(one.get(alice, "/v1/inbox/1").json().get("state").asString())
                    .isEqualTo("exhausted");
            assertThat(stream.seqs()).containsExactly(1L, 1L, 1L);
        }
        strict.context().close();
        try (RawStream later = two.stream(alice)) {
            assertThat(later.event("stream.ready").json().get("unacked").asInt())
                    .isZero();
            later.event("stream.caught-up");
            assertThat(later.seqs()).isEmpty();
        }
        assertThat(one.post(alice, "/v1/acks", "{\"seqs\":[1]}")
                        .json()
                        .get("acked")
                        .asInt())
                .isEqualTo(1);
        assertThat(one.get(alice, "/v1/inbox/1").json().get("state").asString()).isEqualTo("acked");
    }

    @Test
    void aFullWindowSaysSoAndMovesOnWithAnAckOnAnotherNode() {
        publish(1, 8);
        stored(8);
        try (RawStream stream = patient.stream(alice)) {
            assertThat(stream.event("stream.stalled").data()).isEqualTo("{\"inFlight\":5}");
            cluster.publish(Cluster.to(alice, 9).priority(Priority.HIGH).build());
            stream.hasSequences(1L, 2L, 3L, 4L, 5L, 9L);
            two.post(alice, "/v1/acks", "{\"ranges\":[[1,3]]}");
            stream.hasSequences(1L, 2L, 3L, 4L, 5L, 9L, 6L, 7L, 8L);
        }
    }

    @Test
    void whatIsDueSurvivesARestart() {
        publish(1, 2);
        stored(2);
        String cursor;
        Node node = startPatient();
        try (RawStream stream = node.stream(alice)) {
            stream.hasSequences(1L, 2L);
            cursor = stream.cursor();
            node.context().close();
            assertThat(stream.endedCleanly()).isTrue();
        }
        int due = one.context().getBean(JdbcTemplate.class).update("""
                        update delivery set sent_at = sent_at - interval '11 minutes'
                        where sent_at is not null and inbox_id = (select id from inbox where recipient = ?)""", alice);
        assertThat(due).isEqualTo(2);
        try (RawStream stream = patient.stream(alice, "Last-Event-ID: " + cursor)) {
            assertThat(stream.event("stream.ready").json().get("resumed").asBoolean())
                    .isTrue();
            assertThat(shown(stream, 1, 2).id()).isNull();
            shown(stream, 2, 2);
        }
    }

    @Test
    void theEventFieldSaysTypeOrPriorityWhenAskedTo() {
        cluster.publish(Cluster.to(alice, 1).type("order.shipped").build());
        cluster.publish(Cluster.to(alice, 2).priority(Priority.HIGH).build());
        stored(2);
        try (RawStream stream = RawStream.open(one.port(), "/v1/stream?events=type", Tokens.of(alice))) {
            assertThat(stream.event("order.shipped").json().get("seq").asLong()).isEqualTo(1);
        }
        try (RawStream stream = RawStream.open(one.port(), "/v1/stream?events=priority", Tokens.of(alice))) {
            assertThat(stream.event("high-priority").json().get("seq").asLong()).isEqualTo(2);
            assertThat(stream.event("normal-priority").json().get("seq").asLong())
                    .isEqualTo(1);
        }
    }

    @Test
    void aFilterHidesTheRestWhichStaysUnacked() {
        cluster.publish(Cluster.to(alice, 1).type("a").build());
        cluster.publish(Cluster.to(alice, 2).type("b").build());
        stored(2);
        try (RawStream stream = RawStream.open(one.port(), "/v1/stream?types=b,c", Tokens.of(alice))) {
            stream.event("stream.caught-up");
            cluster.publish(Cluster.to(alice, 3).type("a").build());
            cluster.publish(Cluster.to(alice, 4).type("c").build());
            shown(stream, 4, 1);
            assertThat(stream.seqs().stream().distinct()).containsExactly(2L, 4L);
            assertThat(stream.cursor()).endsWith(".4");
        }
        try (RawStream stream = RawStream.open(one.port(), "/v1/stream?topics=news", Tokens.of(alice))) {
            stream.event("stream.caught-up");
            assertThat(stream.seqs()).isEmpty();
        }
        assertThat(summary("unacked")).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "events=both",
                "events=",
                "types=",
                "types=a,,b",
                "types=%20",
                "topics=a/b",
                "ack=all",
                "ack=cursor&types=a",
                "ack=cursor&topics=a"
            })
    void whatIsNotUnderstoodIsRefusedWithTheNameOfTheParameter(String query) {
        Answer answer = one.get(alice, "/v1/stream?" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asString()).contains(query.substring(0, query.indexOf('=')));
    }

    @Test
    void comingBackWithACursorAcksWhereThatWasAskedFor() {
        publish(1, 3);
        stored(3);
        String cursor;
        try (RawStream stream = RawStream.open(one.port(), "/v1/stream?ack=cursor", Tokens.of(alice))) {
            stream.hasSequences(1L, 2L, 3L);
            assertThat(stream.event("stream.close").data()).isEqualTo("{\"reason\":\"turn\",\"reconnect\":true}");
            assertThat(stream.endedCleanly()).isTrue();
            assertThat(stream.seqs()).as("nothing twice").containsExactly(1L, 2L, 3L);
            assertThat(stream.text()).containsPattern("retry: [1-5]\\d\\d\n\nevent: stream.close\n");
            cursor = stream.cursor();
        }
        try (RawStream other = two.stream(alice, "Last-Event-ID: " + cursor)) {
            other.event("stream.ready");
            try (RawStream stream =
                    RawStream.open(two.port(), "/v1/stream?ack=cursor&lastEventId=" + cursor, Tokens.of(alice))) {
                assertThat(stream.event("stream.ready").json().get("unacked").asInt())
                        .isZero();
                assertThat(other.event("stream.acked").data()).isEqualTo("{\"seqs\":[],\"ranges\":[[1,3]]}");
                assertThat(summary("unacked")).isZero();
            }
        }
    }

    @Test
    void whatNeedsNoAckGoesToTheFirstLaterStreamAlone() {
        cluster.publish(Cluster.to(alice, 1).ackPolicy(AckPolicy.NONE).build());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> one.get(alice, "/v1/inbox/1").status() == 200);
        try (RawStream first = one.stream(alice)) {
            first.hasSequences(1L);
            try (RawStream second = one.stream(alice)) {
                second.event("stream.caught-up");
                assertThat(second.seqs()).isEmpty();
            }
        }
    }

    @Test
    void whatNeedsNoAckGoesToEveryOpenStreamAndNoLaterOne() {
        try (RawStream here = one.stream(alice);
                RawStream there = two.stream(alice)) {
            here.event("stream.caught-up");
            there.event("stream.caught-up");
            cluster.publish(Cluster.to(alice, 1).ackPolicy(AckPolicy.NONE).build());
            assertThat(shown(here, 1, 1).json().get("ackpolicy").asString()).isEqualTo("none");
            shown(there, 1, 1);
        }
        try (RawStream later = one.stream(alice)) {
            assertThat(later.event("stream.ready").json().get("unacked").asInt())
                    .isZero();
            later.event("stream.caught-up");
            assertThat(later.seqs()).isEmpty();
        }
        assertThat(one.get(alice, "/v1/inbox/1").json().get("state").asString()).isEqualTo("sent");
    }
}
