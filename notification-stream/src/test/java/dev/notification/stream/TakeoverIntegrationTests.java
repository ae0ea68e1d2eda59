package dev.notification.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.stream.Cluster.Node;
import dev.notification.stream.testing.H2Client;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

/** A stream keeps its channel, and nothing of the request that opened it. */
class TakeoverIntegrationTests {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Cluster cluster = new Cluster();
    private static Node node;

    private final String alice = "alice-" + UUID.randomUUID();

    /** Remembers requests for as long as anybody else does. */
    static class Requests {
        private static final List<WeakReference<ServerWebExchange>> SEEN = new CopyOnWriteArrayList<>();

        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        WebFilter remember() {
            return (exchange, chain) -> {
                SEEN.add(new WeakReference<>(exchange));
                return chain.filter(exchange);
            };
        }

        static void areForgotten() {
            await().atMost(DEADLINE).until(() -> {
                System.gc();
                return SEEN.stream().allMatch(request -> request.refersTo(null));
            });
        }
    }

    @BeforeAll
    static void start() {
        node = cluster.start(List.of(Requests.class));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void forget() {
        Requests.SEEN.clear();
    }

    @Test
    void anOpenStreamHoldsNothingOfItsRequest() {
        try (RawStream stream = node.stream(alice)) {
            stream.event("stream.caught-up");
            assertThat(Requests.SEEN).hasSize(1);
            Requests.areForgotten();
            cluster.publish(Cluster.to(alice, 17).build());
            assertThat(stream.block(RawStream.Block::isNotification)
                            .json()
                            .at("/data")
                            .asInt())
                    .isEqualTo(17);
        }
    }

    @Test
    void norDoesOneOfHttp2() {
        try (H2Client client = new H2Client("127.0.0.1", node.port())) {
            H2Client.Exchange stream = client.stream(Tokens.of(alice)).has("stream.caught-up");
            assertThat(Requests.SEEN).hasSize(1);
            Requests.areForgotten();
            cluster.publish(Cluster.to(alice, 17).build());
            stream.has("\"data\":17");
        }
    }

    @Test
    void aClientOfHttp10GetsTheBodyAsItIs() throws IOException {
        cluster.publish(Cluster.to(alice, 17).build());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.setSoTimeout((int) DEADLINE.toMillis());
            String request = "GET /v1/stream HTTP/1.0\r\nAuthorization: Bearer " + Tokens.of(alice) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            assertThat(lines.readLine()).startsWith("HTTP/1.1 200");
            String line = lines.readLine();
            while (!line.isEmpty()) {
                assertThat(line).doesNotContainIgnoringCase("transfer-encoding");
                line = lines.readLine();
            }
            assertThat(lines.readLine()).matches("retry: \\d+");
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).isEqualTo("event: stream.ready");
        }
    }

    @Test
    void whatFollowsOnTheConnectionIsIgnored() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.setSoTimeout((int) DEADLINE.toMillis());
            String request = "GET /v1/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + Tokens.of(alice)
                    + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            awaitLine(lines, "event: stream.caught-up");
            socket.getOutputStream().write(request.repeat(100).getBytes(US_ASCII));
            cluster.publish(Cluster.to(alice, 17).build());
            awaitLine(lines, "data: {\"seq\":1,");
            assertThat(Requests.SEEN).hasSize(1);
        }
    }

    private static void awaitLine(BufferedReader lines, String beginning) throws IOException {
        String line = lines.readLine();
        while (!line.startsWith(beginning)) line = lines.readLine();
    }
}
