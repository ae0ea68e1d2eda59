package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.stream.Cluster.Node;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Streams and acks across two nodes, on real servers. */
class StreamIntegrationTests {
    private static final Cluster cluster = new Cluster();
    private static Node one;
    private static Node two;

    private final String alice = "alice-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        one = cluster.start();
        two = cluster.start("--notification.ingest.enabled=false");
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
    void whatExpiredIsNeverDelivered() {
        cluster.publish(Cluster.to(alice, 1)
                .expiryTime(Clock.systemUTC().instant().plus(Duration.ofHours(1)))
                .build());
        publish(2, 2);
        stored(2);
        // nothing else in this database expires
        assertThat(one.context()
                        .getBean(JdbcTemplate.class)
                        .update("update delivery set expires_at = now() where expires_at > now()"))
                .isEqualTo(1);
        try (RawStream stream = one.stream(alice)) {
            stream.event("stream.caught-up");
            assertThat(stream.seqs()).containsExactly(2L);
        }
        assertThat(one.get(alice, "/v1/inbox/1").json().get("state").asString()).isEqualTo("expired");
    }
}
