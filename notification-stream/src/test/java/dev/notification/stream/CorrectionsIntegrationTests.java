package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.stream.Cluster.Node;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What admins change over HTTP, and what open streams on two nodes make of it. */
class CorrectionsIntegrationTests {
    private static @Nullable Cluster cluster;
    private static final List<Node> NODES = new ArrayList<>();

    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final String id = UUID.randomUUID().toString();
    private final String alice = "alice-" + id;

    @BeforeAll
    static void start() {
        Cluster started = new Cluster();
        cluster = started;
        NODES.add(started.start("--notification.stream.ack-wait=1s", "--notification.stream.backoff=1s"));
        NODES.add(started.start(
                "--notification.ingest.enabled=false",
                "--notification.stream.ack-wait=1s",
                "--notification.stream.backoff=1s"));
    }

    @AfterAll
    static void stop() {
        cluster().close();
    }

    private static Cluster cluster() {
        return Objects.requireNonNull(cluster);
    }

    private Answer correct(String action, String more) {
        return NODES.get(0)
                .post(
                        "operator",
                        "/v1/admin/notifications/" + action,
                        "{\"source\":\"/s\",\"id\":\"" + id + "\"" + more + "}");
    }

    private static void changed(Answer answer, long count) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().get("changed").asLong()).isEqualTo(count);
    }

    private static void refused(Answer answer, int status, String detail) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().get("detail").asString()).contains(detail);
    }

    private void publish() {
        cluster().publish(Cluster.to(alice, 1).source("/s").id(id).build());
    }

    private void stored() {
        await().atMost(DEADLINE)
                .until(() -> NODES.get(0).get(alice, "/v1/inbox/1").status() == 200);
    }

    /** In this attempt or, if the stream is late, in a later one. */
    private static void sees(RawStream stream, long seq, int attempt) {
        stream.block(block -> block.isNotification()
                && block.json().get("seq").asLong() == seq
                && block.json().get("attempt").asInt() >= attempt);
    }

    private static long times(RawStream stream, long seq) {
        return stream.seqs().stream().filter(one -> one == seq).count();
    }

    @Test
    void aCancelledNotificationIsNotRepeatedOnAnyNode() {
        try (RawStream here = NODES.get(0).stream(alice);
                RawStream there = NODES.get(1).stream(alice)) {
            publish();
            sees(here, 1, 2);
            sees(there, 1, 2);

            changed(correct("cancel", ""), 1);

            String later = "later-" + id;
            cluster().publish(Cluster.to(alice, 2).source("/s").id(later).build());
            for (RawStream stream : List.of(here, there)) {
                // read after the cancel, as is all that follows; a page from before it may have been on its way
                sees(stream, 2, 2);
                long cancelled = times(stream, 1);
                long repeats = times(stream, 2);
                await().atMost(DEADLINE).until(() -> times(stream, 2) >= repeats + 2);
                assertThat(times(stream, 1)).isEqualTo(cancelled);
            }
            assertThat(NODES.get(1)
                            .post(alice, "/v1/acks?id=1", "")
                            .json()
                            .get("acked")
                            .asLong())
                    .isZero();
            assertThat(NODES.get(1)
                            .get(alice, "/v1/inbox/1")
                            .json()
                            .get("state")
                            .asString())
                    .isEqualTo("cancelled");
        }
    }

    @Test
    void aResentNotificationComesUnderTheNextSequence() {
        try (RawStream there = NODES.get(1).stream(alice)) {
            publish();
            sees(there, 1, 1);
            changed(correct("resend", ",\"recipients\":[\"" + alice + "\"]"), 1);
            sees(there, 2, 1);
            assertThat(NODES.get(0)
                            .get(alice, "/v1/inbox/1")
                            .json()
                            .get("state")
                            .asString())
                    .isEqualTo("superseded");
        }
        changed(correct("expire", ""), 1);
        assertThat(NODES.get(0).get(alice, "/v1/inbox/2").json().get("state").asString())
                .isEqualTo("expired");
        assertThat(NODES.get(0)
                        .post(alice, "/v1/acks?id=2", "")
                        .json()
                        .get("acked")
                        .asLong())
                .isEqualTo(1);
    }

    @Test
    void erasingLeavesTheCounter() {
        publish();
        stored();

        Answer erased =
                Answer.to(NODES.get(0).port(), "DELETE", "/v1/admin/recipients/" + alice, Tokens.of("operator"), null);

        assertThat(erased.status()).as(erased.body()).isEqualTo(200);
        assertThat(erased.json().get("erased").asLong()).isEqualTo(1);
        assertThat(NODES.get(1).get(alice, "/v1/inbox/1").status()).isEqualTo(404);
        assertThat(NODES.get(1).get(alice, "/v1/inbox/summary").json().toString())
                .isEqualTo("{\"head\":1,\"unacked\":0,\"unread\":0}");
    }

    @Test
    void saysWhatCannotBeCorrected() {
        refused(correct("cancel", ""), 404, "source and id");
        cluster()
                .publish(Cluster.to(alice, 1)
                        .source("/s")
                        .id(id)
                        .expiryTime(CLOCK.instant().plus(Duration.ofHours(1)))
                        .build());
        stored();
        // nothing else in this database expires later
        JdbcTemplate sql = NODES.get(0).context().getBean(JdbcTemplate.class);
        for (String table : List.of("notification", "delivery")) {
            assertThat(sql.update("update " + table + " set expires_at = now() where expires_at > now()"))
                    .isEqualTo(1);
        }
        refused(correct("resend", ""), 409, "expirytime");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                | source
                    {"source":"/s"}                                   | id
                    {"source":"/s","id":""}                           | id
                    {"source":"/s","id":"1","recipients":[]}          | recipients
                    {"source":"/s","id":"1","recipients":[null]}      | recipients
                    {"source":"/s","id":"1","recipients":["a,b"]}     | recipients
                    {"source":"/s","id":"1","recipient":"a"}          | {"source":"/orders"
                    []                                                | {"source":"/orders"
                    """)
    void namesWhatToChange(String body, String named) {
        for (String action : List.of("cancel", "resend", "expire")) {
            refused(NODES.get(0).post("operator", "/v1/admin/notifications/" + action, body), 400, named);
        }
    }

    @Test
    void namesTheMostRecipients() {
        String names = ",\"recipients\":[\"a\"" + ",\"a\"".repeat(1_000) + "]";
        refused(correct("cancel", names), 400, "at most 1000");
    }
}
