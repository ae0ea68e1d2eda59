package dev.notification.stream.conformance;

import static dev.notification.stream.testing.Http.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.stream.Tokens;
import dev.notification.stream.testing.Http;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C56: what an ack is answered, also while the database is away (F15). */
@ExtendWith(Nodes.Shared.class)
class AckConformanceIntegrationTests {
    private final Nodes nodes;
    private final Recipient alice;
    private final Http http;

    AckConformanceIntegrationTests(Nodes nodes) {
        this.nodes = nodes;
        this.alice = nodes.recipient();
        this.http = nodes.ordinary().http();
    }

    private HttpResponse<String> ack(Recipient recipient, String path, String body, String contentType) {
        return http.send(
                "POST",
                path,
                body,
                "Authorization",
                "Bearer " + Tokens.of(recipient.name()),
                "Content-Type",
                contentType);
    }

    private String acked(String body) {
        HttpResponse<String> answer = ack(alice, "/v1/acks", body, "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void c56countsWhatIsNewlyAckedInEveryForm() {
        alice.has(1, 10);
        assertThat(acked("{\"seqs\":[1,2]}")).isEqualTo("{\"acked\":2,\"unacked\":8,\"head\":10}");
        assertThat(acked("{\"seqs\":[2,1,1]}")).isEqualTo("{\"acked\":0,\"unacked\":8,\"head\":10}");
        assertThat(acked("{\"seqs\":[9,4,7]}")).isEqualTo("{\"acked\":3,\"unacked\":5,\"head\":10}");
        assertThat(acked("{\"ranges\":[[1,4],[3,5]]}")).isEqualTo("{\"acked\":2,\"unacked\":3,\"head\":10}");
        assertThat(acked("{\"seqs\":[99,0,9223372036854775807]}")).isEqualTo("{\"acked\":0,\"unacked\":3,\"head\":10}");
        // nothing was sent on a stream, so upTo covers nothing
        assertThat(acked("{\"upTo\":10}")).isEqualTo("{\"acked\":0,\"unacked\":3,\"head\":10}");
        assertThat(ack(alice, "/v1/acks?id=6", "", "application/json").body())
                .isEqualTo("{\"acked\":1,\"unacked\":2,\"head\":10}");
        assertThat(acked("{\"ranges\":[[1,9223372036854775807]]}"))
                .isEqualTo("{\"acked\":2,\"unacked\":0,\"head\":10}");
    }

    @Test
    void c56whatIsAnothersLooksLikeWhatIsNotThere() {
        alice.has(1, 3);
        Recipient bob = nodes.recipient();
        bob.has(1, 1);
        for (Recipient stranger : List.of(bob, nodes.recipient())) {
            HttpResponse<String> foreign = ack(stranger, "/v1/acks", "{\"seqs\":[2]}", "application/json");
            HttpResponse<String> unknown = ack(stranger, "/v1/acks", "{\"seqs\":[77]}", "application/json");
            assertThat(foreign.statusCode()).isEqualTo(unknown.statusCode()).isEqualTo(200);
            assertThat(foreign.body()).isEqualTo(unknown.body()).contains("\"acked\":0");
            assertThat(foreign.headers().map().keySet())
                    .isEqualTo(unknown.headers().map().keySet());
        }
        assertThat(acked("{\"seqs\":[77]}")).isEqualTo("{\"acked\":0,\"unacked\":3,\"head\":3}");
    }

    static Stream<Arguments> sizes() {
        String thousand = numbers(1_000);
        String ranges = String.join(",", Collections.nCopies(1_000, "[1,2]"));
        return Stream.of(
                Arguments.of("a thousand", "{\"seqs\":[" + thousand + "]}", 200),
                Arguments.of("one more", "{\"seqs\":[" + numbers(1_001) + "]}", 400),
                Arguments.of("a thousand ranges", "{\"ranges\":[" + ranges + "]}", 200),
                Arguments.of("one range more", "{\"ranges\":[" + ranges + ",[1,2]]}", 400),
                Arguments.of("both", "{\"seqs\":[" + thousand + "],\"ranges\":[" + ranges + "]}", 200),
                Arguments.of("an empty list", "{\"seqs\":[]}", 400),
                Arguments.of("nothing", "{}", 400),
                Arguments.of("64 KiB", "{\"seqs\":[1]" + " ".repeat(65_536 - 12) + "}", 200),
                Arguments.of("a byte more", "{\"seqs\":[1]" + " ".repeat(65_536 - 11) + "}", 413),
                Arguments.of("300 KiB", "{\"seqs\":[1]" + " ".repeat(300 * 1024) + "}", 413));
    }

    private static String numbers(int count) {
        return LongStream.rangeClosed(1, count).mapToObj(Long::toString).collect(Collectors.joining(","));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sizes")
    void c56boundsBodies(String what, String body, int status) {
        HttpResponse<String> answer = ack(alice, "/v1/acks", body, "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        if (status == 200) return;
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(answer).get("type").stringValue())
                .isEqualTo("urn:notification:problem:" + (status == 413 ? "too-large" : "malformed"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/xml",
                "application/json; charset=utf-16",
                "nonsense",
                "application/cloudevents+json"
            })
    void c56refusesOtherContentTypes(String type) {
        for (String path : List.of("/v1/acks", "/v1/acks?id=1", "/v1/inbox/reads")) {
            HttpResponse<String> refused = ack(alice, path, "{\"seqs\":[1]}", type);
            assertThat(refused.statusCode()).isEqualTo(415);
            assertThat(json(refused).get("type").stringValue())
                    .isEqualTo("urn:notification:problem:unsupported-media-type");
        }
    }

    /** What came of the body is a whole document. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 100\r\n\r\n{\"seqs\":[1]}",
                "Transfer-Encoding: chunked\r\n\r\nc\r\n{\"seqs\":[1]}\r\n"
            })
    void c56anAckThatIsCutOffAcksNothing(String begun) {
        alice.has(1, 2);
        String request = "POST /v1/acks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + alice.bearer();
        for (int i = 0; i < 5; i++) http.vanish(request + "\r\n" + begun);
        assertThat(acked("{\"seqs\":[2]}")).isEqualTo("{\"acked\":1,\"unacked\":1,\"head\":2}");
        // nor does it later
        alice.has(3, 3);
        assertThat(acked("{\"seqs\":[3]}")).isEqualTo("{\"acked\":1,\"unacked\":1,\"head\":3}");
    }

    @Test
    void c56neverSaysAckedWhileTheDatabaseIsDown() {
        alice.has(1, 1);
        try (DatabaseOutage outage = nodes.databaseDown()) {
            // each with a recipient of its own: none is turned away for being too eager
            Stream.generate(nodes::recipient)
                    .limit(4)
                    .map(one -> ack(one, "/v1/acks", "{\"seqs\":[1]}", "application/json"))
                    .forEach(answer -> assertUnavailable(answer, outage));
            assertUnavailable(ack(alice, "/v1/acks", "{\"seqs\":[1]}", "application/json"), outage);
            String[] bearer = {"Authorization", "Bearer " + Tokens.of(alice.name())};
            assertUnavailable(http.get("/v1/inbox/summary", bearer), outage);
            assertUnavailable(http.get("/v1/inbox", bearer), outage);
            assertThat(http.get("/v1/nothing", bearer).statusCode()).isEqualTo(404);
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> ack(nodes.recipient(), "/v1/acks", "{\"seqs\":[1]}", "application/json")
                                .statusCode()
                        == 200);
        // what was refused was not done either
        assertThat(acked("{\"seqs\":[1]}")).isEqualTo("{\"acked\":1,\"unacked\":0,\"head\":1}");
    }

    private static void assertUnavailable(HttpResponse<String> answer, DatabaseOutage outage) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElse("0")))
                .isBetween(1, 10);
        assertThat(json(answer).get("type").stringValue()).isEqualTo("urn:notification:problem:unavailable");
        assertThat(answer.body()).doesNotContain(outage.database(), "Exception", "SQL", "127.0.0.1");
    }
}
