package dev.notification.stream.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.servers.TestServers;
import dev.notification.stream.Cluster.Node;
import dev.notification.stream.RawStream;
import dev.notification.stream.Tokens;
import dev.notification.stream.testing.Http;
import dev.notification.stream.testing.SseParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C01 to C13: the head of the response. */
@ExtendWith(Nodes.Shared.class)
class StreamHeadConformanceIntegrationTests {
    private final Nodes nodes;
    private final Recipient alice;
    private final Http http;

    StreamHeadConformanceIntegrationTests(Nodes nodes) {
        this.nodes = nodes;
        this.alice = nodes.recipient();
        this.http = nodes.ordinary().http();
    }

    @Test
    void c01theHeadIsThatOfAnEventStream() {
        try (RawStream stream = alice.stream("Accept: text/event-stream")) {
            assertThat(stream.status()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream;charset=UTF-8");
            assertThat(SseParser.isEventStream(stream.header("Content-Type"))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"X-No-Accept: 1", "Accept: */*", "Accept: text/*", "Accept: text/html, text/event-stream;q=0.1"})
    void c02everyAcceptThatAllowsItGetsIt(String header) {
        try (RawStream stream = alice.stream(header)) {
            assertThat(stream.status()).isEqualTo("HTTP/1.1 200 OK");
            stream.event("stream.caught-up");
        }
    }

    @Test
    void c03anAcceptThatExcludesItOpensNothing() {
        noStreamIsOpen();
        HttpResponse<String> refused = http.get(
                "/v1/stream", "Authorization", "Bearer " + Tokens.of(alice.name()), "Accept", "application/json");
        assertThat(refused.statusCode()).isEqualTo(406);
        assertThat(refused.headers().allValues("Content-Type")).containsExactly("application/problem+json");
        staysWithoutStreams();
    }

    @Test
    void c04nobodyKeepsOrChangesIt() {
        try (RawStream stream = alice.stream()) {
            assertThat(stream.header("Cache-Control")).isEqualTo("no-store, no-transform");
            assertThat(stream.header("ETag")).isNull();
            assertThat(stream.header("Last-Modified")).isNull();
        }
    }

    @Test
    void c05proxiesAreToldNotToBuffer() {
        try (RawStream stream = alice.stream()) {
            assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");
        }
    }

    @Test
    void c06itIsChunkedInHttp1() {
        try (RawStream stream = alice.stream()) {
            assertThat(stream.header("Transfer-Encoding")).isEqualTo("chunked");
            assertThat(stream.header("Content-Length")).isNull();
        }
    }

    @Test
    void c07nothingOfHttp1IsInHttp2() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + nodes.ordinary().port() + "/v1/stream"))
                .header("Authorization", "Bearer " + Tokens.of(alice.name()))
                .build();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().map().keySet())
                    .contains("content-type")
                    .doesNotContain("connection", "transfer-encoding", "keep-alive", "upgrade", "content-length");
            assertThat(body.readNBytes(7)).asString().isEqualTo("retry: ");
        }
    }

    /** Before the store answers, which it cannot yet. */
    @Test
    void c08theFirstLineComesAtOnce() throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        nodes.cluster().jdbcUrl(),
                        TestServers.postgres().username(),
                        TestServers.postgres().password());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table inbox in access exclusive mode");
            try (RawStream stream = alice.stream()) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> !stream.parts().isEmpty());
                assertThat(stream.parts().get(0).bytes()).asString().matches("retry: [0-9]+\n\n");
            }
            connection.rollback();
        }
    }

    /** Where nothing is sent behind an event, it comes although nothing pushes it. */
    @Test
    void c09nothingIsCompressedAndEventsComeAtOnce() {
        Node silent = nodes.start("--notification.ingest.enabled=false", "--notification.stream.heartbeat=10m");
        try (RawStream stream = alice.streamOn(silent, "Accept-Encoding: gzip, br")) {
            assertThat(stream.header("Content-Encoding")).isNull();
            stream.event("stream.caught-up");
            nodes.cluster().publish(alice.number(1).build());
            stream.block(RawStream.Block::isNotification);
        }
        silent.context().close();
    }

    @Test
    void c10nothingTellsWhatItIsMadeOf() {
        try (RawStream stream = alice.stream()) {
            assertThat(stream.header("Server")).isNull();
            assertThat(stream.header("X-Powered-By")).isNull();
            assertThat(stream.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(stream.header("Set-Cookie")).isNull();
        }
    }

    @Test
    void c11aHeadOpensNothing() {
        noStreamIsOpen();
        String answer = http.raw("HEAD /v1/stream HTTP/1.1\r\nHost: x\r\n" + alice.bearer() + "\r\n\r\n");
        assertThat(answer).matches("(?s)HTTP/1.1 (200|405) .*\r\n\r\n");
        staysWithoutStreams();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "TRACE"})
    void c12otherMethodsAreRefused(String method) {
        HttpResponse<String> refused =
                http.send(method, "/v1/stream", "", "Authorization", "Bearer " + Tokens.of(alice.name()));
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow").orElse("").split(", ")).contains("GET");
        assertThat(refused.body()).doesNotContain("Bearer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/stream/",
                "//v1/stream",
                "/v1//stream",
                "/v1/stream;jsessionid=1",
                "/v1;a=b/stream",
                "/v1/%2e%2e/v1/stream",
                "/v1/x/%2E./stream",
                "/v1/./stream",
                "/V1/stream",
                "/v1/STREAM",
                "/v1/stream%20"
            })
    void c13aPathHasOneSpelling(String path) {
        String answer =
                http.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + alice.bearer() + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 404").contains("application/problem+json");
        String anonymous = http.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(anonymous).startsWith("HTTP/1.1 401");
    }

    private void noStreamIsOpen() {
        await().atMost(Duration.ofSeconds(10)).until(() -> nodes.ordinary().connections() == 0);
    }

    private void staysWithoutStreams() {
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(30))
                .until(() -> nodes.ordinary().connections() == 0);
    }
}
