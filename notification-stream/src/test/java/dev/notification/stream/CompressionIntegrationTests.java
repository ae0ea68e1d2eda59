package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.stream.Cluster.Node;
import dev.notification.stream.testing.H2Client;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that are gzip, and those that are not: C09. */
class CompressionIntegrationTests {
    private static final Cluster cluster = new Cluster();
    private static Node compressing;
    private static Node plain;

    private final String alice = "alice-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        // after a live frame nothing follows that could push it out
        compressing = cluster.start(
                "--notification.stream.compression=true",
                "--notification.stream.heartbeat=5m",
                "--notification.stream.ack-wait=5m");
        plain = cluster.start("--notification.ingest.enabled=false");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip, br", "br;q=1.0, gzip;q=0.2, *;q=0"})
    void whoTakesGzipReadsEachLiveFrameAtOnceAndAnEndThatIsWhole(String accepted) {
        for (int i = 1; i <= 20; i++) cluster.publish(Cluster.to(alice, i).build());
        stored(20);
        try (RawStream stream = compressing.stream(alice, "Accept-Encoding: " + accepted)) {
            assertThat(stream.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(stream.header("Vary")).contains("Accept-Encoding").contains("Origin");
            assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream;charset=UTF-8");
            stream.event("stream.caught-up");
            assertThat(stream.text()).matches("(?s)retry: \\d+\n\nevent: stream.ready\n.*");
            for (int i = 21; i <= 23; i++) {
                cluster.publish(Cluster.to(alice, i).build());
                stream.hasSequences(upTo(i));
            }
            Answer revoked = compressing.post("operator", "/v1/admin/recipients/" + alice + "/revoke", "");
            assertThat(revoked.status()).as(revoked.body()).isEqualTo(200);
            // the checksum at the end covers everything
            assertThat(stream.endedCleanly()).isTrue();
            assertThat(stream.text()).contains("\"revoked\"").endsWith("\n\n");
            stream.hasSequences(upTo(23));
        }
    }

    private static Long[] upTo(int last) {
        return LongStream.rangeClosed(1, last).boxed().toArray(Long[]::new);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"br", "gzip;q=0", "identity, gzip;q=0.5"})
    void whoDoesNotTakeItReadsPlainText(String accepted) {
        String[] headers = accepted == null ? new String[0] : new String[] {"Accept-Encoding: " + accepted};
        try (RawStream stream = compressing.stream(alice, headers)) {
            assertThat(stream.header("Content-Encoding")).isNull();
            assertThat(stream.header("Vary")).contains("Accept-Encoding");
            stream.event("stream.caught-up");
        }
    }

    @Test
    void c09nothingIsCompressedUnlessSomebodySaysSo() {
        try (RawStream stream = plain.stream(alice, "Accept-Encoding: gzip, br")) {
            assertThat(stream.header("Content-Encoding")).isNull();
            assertThat(stream.header("Vary")).doesNotContain("Accept-Encoding");
            stream.event("stream.caught-up");
        }
    }

    @Test
    void whoIsTurnedAwayIsToldInPlainText() {
        RawStream[] open = new RawStream[10];
        for (int i = 0; i < open.length; i++) {
            open[i] = compressing.stream(alice, "Accept-Encoding: gzip");
            open[i].event("stream.ready");
        }
        try (RawStream eleventh = compressing.stream(alice, "Accept-Encoding: gzip")) {
            assertThat(eleventh.header("Content-Encoding")).isNull();
            assertThat(eleventh.event("stream.close").data()).contains("limit");
        }
        for (RawStream stream : open) stream.close();
    }

    @Test
    void overHttp2Too() {
        try (H2Client client = new H2Client("127.0.0.1", compressing.port())) {
            H2Client.Exchange stream = client.send(
                    "GET", "/v1/stream", "", "authorization", "Bearer " + Tokens.of(alice), "accept-encoding", "gzip");
            assertThat(stream.head().get("content-encoding").toString()).isEqualTo("gzip");
            assertThat(stream.head().getAll("vary").toString()).contains("Accept-Encoding");
        }
    }

    private void stored(long head) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> compressing
                                .get(alice, "/v1/inbox/summary")
                                .json()
                                .get("head")
                                .asLong()
                        == head);
    }
}
