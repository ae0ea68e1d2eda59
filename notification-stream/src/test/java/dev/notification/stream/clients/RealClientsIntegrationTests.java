package dev.notification.stream.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.stream.Answer;
import dev.notification.stream.Cluster;
import dev.notification.stream.Cluster.Node;
import dev.notification.stream.Tokens;
import dev.notification.stream.testing.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Clients that nobody here wrote receive, are cut off, and go on where they were. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealClientsIntegrationTests {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Page page = new Page();
    private final Cluster cluster = new Cluster();
    private final Node node = cluster.start(
            "--notification.stream.retry=1s",
            "--notification.stream.ack-wait=10m",
            "--notification.session.cookie-name=notification",
            "--notification.http.allowed-origins=" + page.origin());

    @AfterAll
    void stop() {
        cluster.close();
        page.close();
    }

    /** How a client is begun. */
    private interface Begin {
        Reader reading(String api, String token);
    }

    @Test
    void curlResumesWithTheLastId() {
        resumes((api, token) -> new Curl(api + "/v1/stream", token));
    }

    @Test
    void theEventSourceOfChromiumResumesByItself() {
        resumes((api, token) -> {
            page.reads(api, token);
            return new Chromium(page);
        });
    }

    @Test
    void theNpmPackageEventsourceResumesByItself() {
        resumes((api, token) -> new NodeClient("eventsource", api + "/v1/stream", token));
    }

    @Test
    void theNpmPackageFetchEventSourceResumesByItself() {
        resumes((api, token) -> new NodeClient("fetch-event-source", api + "/v1/stream", token));
    }

    @Test
    void okhttpEventsourceResumesByItself() {
        resumes((api, token) -> new OkHttpClientReader(api + "/v1/stream", token));
    }

    private void resumes(Begin client) {
        String recipient = "r-" + UUID.randomUUID();
        publish(recipient, 1, 3);
        try (TcpProxy proxy = TcpProxy.before(node.port());
                Reader reader = client.reading("http://127.0.0.1:" + proxy.port(), Tokens.of(recipient))) {
            receives(reader, 3);
            assertThat(reader.seqs()).containsExactly(1L, 2L, 3L);
            assertThat(ack(recipient, "{\"seqs\":[1,3]}").json().get("acked").asInt())
                    .isEqualTo(2);
            int before = proxy.accepted();
            proxy.cut();
            publish(recipient, 4, 5);
            receives(reader, 5);
            assertThat(proxy.accepted()).isGreaterThan(before);
            // the cursor was honoured: what is acked is over, and 2 is not due again
            assertThat(reader.resumed()).containsExactly(false, true);
            assertThat(reader.seqs()).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(reader.notifications().get(4).id()).endsWith(".5");
            publish(recipient, 6, 6);
            receives(reader, 6);
            assertThat(ack(recipient, "{\"upTo\":6}").json().get("unacked").asInt())
                    .isZero();
        }
    }

    private void publish(String recipient, int from, int to) {
        LongStream.rangeClosed(from, to)
                .forEach(number ->
                        cluster.publish(Cluster.to(recipient, (int) number).build()));
        await().atMost(DEADLINE)
                .until(() -> node.get(recipient, "/v1/inbox/summary")
                                .json()
                                .get("head")
                                .asLong()
                        == to);
    }

    private Answer ack(String recipient, String json) {
        return node.post(recipient, "/v1/acks", json);
    }

    private static void receives(Reader reader, int count) {
        try {
            await().atMost(DEADLINE).until(() -> reader.seqs().size() >= count);
        } catch (ConditionTimeoutException late) {
            List<Reader.Event> events = reader.events();
            throw new AssertionError("Only " + events + " came. The client says: " + reader.log(), late);
        }
    }
}
