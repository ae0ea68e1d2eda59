package dev.notification.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.stream.Cluster.Node;
import dev.notification.stream.testing.H2Client;
import dev.notification.stream.testing.H2Client.Exchange;
import dev.notification.stream.testing.H2Frames;
import dev.notification.stream.testing.Http;
import dev.notification.stream.testing.Pem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no honest client makes: T21 over HTTP/2, before TLS and on the management port, T28, T29. */
class HardeningIntegrationTests {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final int END_BOTH = 5;
    private static final int MAX_HEADER_LIST_SIZE = 6;
    private static final String NEXT = "GET /v1/inbox/summary HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String LAST = "GET /v1/inbox/summary HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    /** Less than what is the default of each limit. */
    private static final Duration SOON = Duration.ofSeconds(9);

    private static final Cluster cluster = new Cluster();
    private static Node node;
    private static Node tls;

    @BeforeAll
    static void start() {
        String[] impatient = {
            "--notification.http.request-timeout=2s",
            "--notification.http.read-timeout=2s",
            "--server.netty.idle-timeout=3s"
        };
        node = cluster.start(impatient);
        tls = cluster.start(
                "--notification.stream.enabled=true",
                "--notification.ingest.enabled=false",
                "--server.ssl.certificate=file:" + Pem.localhost().certificate(),
                "--server.ssl.certificate-private-key=file:" + Pem.localhost().key());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** After every attack. */
    @AfterEach
    void theNodeIsWell() {
        await().atMost(DEADLINE).until(() -> node.meter("notification.stream.connections") == 0);
        String alice = "alice-" + UUID.randomUUID();
        assertThat(node.get(alice, "/v1/inbox/summary").status()).isEqualTo(200);
        try (RawStream stream = node.stream(alice)) {
            stream.event("stream.caught-up");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\nGPOST / HTTP/1.1\r\n\r\n0\r\n\r\n",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nContent-Length: 5, 6\r\n\r\nhello!",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nContent-Length: 5, 5\r\n\r\nhello",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\nhello",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\nhello",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nContent-Length: 0x5\r\n\r\nhello",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nContent-Length: 5 5\r\n\r\nhello",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nContent-Length: \r\n\r\nhello",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nContent-Length : 5\r\n\r\nhello",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\n\r\n",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "POST /v1/acks HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5;a\nb\r\nhello\r\n0\r\n\r\n",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloXX0\r\n\r\n",
                "POST /v1/acks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\nhello\n0\n\n",
                "GET /v1/stream HTTP/1.1\r\n Host: x\r\n\r\n",
                "GET /v1/stream HTTP/1.1\nHost: x\n\n",
                "GET /v1/stream HTTP/1.1\r\nHost: x\nX: y\r\n\r\n",
                "GET /v1/stream HTTP/1.1\r\nHost: x\r\nX: y\rZ: z\r\n\r\n",
                "\0GET /v1/stream HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET\0 /v1/stream HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/\0stream HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/stream HTTP/1.1\r\nHost: x\r\nX\0: y\r\n\r\n",
                "GET /v1/stream HTTP/1.1\r\nHost: x\r\nX: \0y\r\n\r\n",
                "GET /v1/stream HTTP/1.1\r\nHost: x\r\nX Y: z\r\n\r\n",
                "GET /v1/stream HTTP/1.1\r\nHost: x\r\n: z\r\n\r\n",
                "GET /v1/stream HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n",
                "GET /v1/stream HTTP/1.1\r\n\r\n",
                "GET /v1/stream HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET /v1/stream HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET /v1/stream\r\n\r\n",
                "G\u00ebT /v1/stream HTTP/1.1\r\nHost: x\r\n\r\n",
            })
    void t28whatMayBeReadInTwoWaysIsRefusedAndNothingBehindItIsRead(String request) {
        String answer = new Http(node.port()).untilClosed(request.replace("TOKEN", Tokens.of("alice")) + NEXT + NEXT);
        assertThat(answer).startsWith("HTTP/1.1 400 ");
        assertThat(answer.split("HTTP/1\\.1 ", -1)).as(answer).hasSize(2);
    }

    /** Netty joins them before anybody can see it, as RFC 9112, section 5.2, allows: they mean the same to everybody. */
    @ParameterizedTest
    @ValueSource(strings = {"X: a\r\n b", "X: a\r\n\tb"})
    void t28foldedLinesAreJoined(String folded) {
        String answer = new Http(node.port())
                .untilClosed("GET /v1/stream HTTP/1.1\r\nHost: x\r\n" + folded + "\r\n\r\n" + LAST);
        assertThat(answer.split("HTTP/1\\.1 401", -1)).as(answer).hasSize(3);
    }

    @Test
    void t28theSameUnderTls() throws IOException {
        try (Socket socket = Pem.localhost()
                .trusting()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), tls.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("POST /v1/acks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n" + NEXT)
                            .getBytes(US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 400 ");
            assertThat(answer.split("HTTP/1\\.1 ", -1)).hasSize(2);
        }
    }

    @Test
    void t29rapidResetEndsTheConnection() throws IOException {
        try (H2Frames attack = new H2Frames(node.port())) {
            for (int stream = 1; stream < 4_000; stream += 2) {
                attack.write(H2Frames.HEADERS, END_BOTH, stream, H2Frames.get());
                attack.write(H2Frames.RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
            }
            assertThat(attack.end()).isEqualTo(new H2Frames.End(ENHANCE_YOUR_CALM, true));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000})
    void t29aFloodOfContinuationsEndsTheConnection(int bytes) throws IOException {
        try (H2Frames attack = new H2Frames(node.port())) {
            attack.write(H2Frames.HEADERS, 1, 1, H2Frames.get());
            for (int i = 0; i < 2_000; i++) attack.write(H2Frames.CONTINUATION, 0, 1, new byte[bytes]);
            assertThat(attack.end().closed()).isTrue();
        }
    }

    @Test
    void t29oneConnectionHasAHundredStreams() throws IOException {
        try (H2Client client = new H2Client("127.0.0.1", node.port())) {
            await().atMost(DEADLINE).until(() -> client.mayOpen() == 100);
        }
        try (H2Frames attack = new H2Frames(node.port())) {
            for (int stream = 1; stream < 20_000; stream += 2) {
                attack.write(H2Frames.HEADERS, END_BOTH, stream, H2Frames.get());
            }
            // refused, answered with 401 or cut off: all the same to the node
            attack.untilSilent();
        }
    }

    @Test
    void t29whoTakesNoHeadersGetsNone() throws IOException {
        try (H2Frames attack = new H2Frames(node.port(), MAX_HEADER_LIST_SIZE, 1)) {
            for (int stream = 1; stream < 100; stream += 2) {
                attack.write(H2Frames.HEADERS, END_BOTH, stream, H2Frames.get());
            }
            attack.untilSilent();
        }
    }

    @Test
    void t29headersThatAreTooLargeEndTheConnection() throws IOException {
        byte[] get = H2Frames.get();
        // a field "x" of 15,000 bytes, not indexed, not compressed
        byte[] field = {0, 1, 'x', 0x7f, (byte) 0x99, 0x74};
        byte[] head = Arrays.copyOf(get, get.length + field.length + 15_000);
        System.arraycopy(field, 0, head, get.length, field.length);
        Arrays.fill(head, get.length + field.length, head.length, (byte) 'y');
        try (H2Frames attack = new H2Frames(node.port())) {
            attack.write(H2Frames.HEADERS, END_BOTH, 1, head);
            assertThat(attack.end().closed()).isTrue();
        }
    }

    @Test
    void t21aConnectionOfHttp2OnWhichNothingFollowsIsClosed() throws IOException {
        long begun = System.nanoTime();
        try (H2Frames silent = new H2Frames(node.port())) {
            assertThat(silent.end().closed()).isTrue();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
    }

    @Test
    void t21aBodyThatDoesNotGoOnEndsItsStreamOfHttp2() {
        long begun = System.nanoTime();
        try (H2Client client = new H2Client("127.0.0.1", node.port())) {
            Exchange slow = client.begin(
                    "POST",
                    "/v1/acks",
                    "{",
                    "authorization",
                    "Bearer " + Tokens.of("alice"),
                    "content-type",
                    "application/json");
            await().atMost(DEADLINE).until(() -> slow.ended() || slow.wasReset());
        }
        // sooner it would have been an answer that did not wait for the body
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofSeconds(2), SOON);
    }

    /** Here it is Reactor Netty's own limit of 10 s. */
    @Test
    void t21aConnectionThatNeverShakesHandsIsClosed() {
        assertThat(new Http(tls.port()).untilClosed("")).isEmpty();
    }

    /** With and without an API beside it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void t21theManagementPortHasTheSameLimits(boolean stream) {
        Node beside = stream
                ? node
                : cluster.start(
                        "--notification.stream.enabled=false",
                        "--notification.http.request-timeout=2s",
                        "--notification.http.read-timeout=2s",
                        "--server.netty.idle-timeout=3s");
        int port = beside.context().getEnvironment().getRequiredProperty("local.management.port", Integer.class);
        Http management = new Http(port);
        for (String unfinished : List.of(
                "",
                "GET /livez HTTP/1.1\r\nHost: x\r\nX-Slow: ",
                "POST /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1")) {
            Instant begun = Clock.systemUTC().instant();
            management.untilClosed(unfinished);
            assertThat(Duration.between(begun, Clock.systemUTC().instant()))
                    .as(unfinished)
                    .isLessThan(SOON);
        }
        assertThat(management.untilClosed("GET /livez HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: x\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        try (H2Client client = new H2Client("127.0.0.1", port)) {
            await().atMost(DEADLINE).until(() -> client.mayOpen() == 100);
        }
        assertThat(management.get("/livez").statusCode()).isEqualTo(200);
    }
}
