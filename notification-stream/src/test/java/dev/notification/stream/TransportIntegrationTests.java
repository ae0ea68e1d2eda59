package dev.notification.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.notification.stream.Cluster.Node;
import dev.notification.stream.testing.H2Client;
import dev.notification.stream.testing.H2Client.Exchange;
import dev.notification.stream.testing.Pem;
import dev.notification.stream.testing.Program;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;

/** Clients that people have, over everything the service speaks: C07, C10 under TLS, C33. */
class TransportIntegrationTests {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Cluster cluster = new Cluster();
    private static Node plain;
    private static Node tls;
    private static HttpServer pages;

    private final String alice = "alice-" + UUID.randomUUID();

    /** Counts the requests that came over HTTP/2. */
    static class Http2Requests {
        private static final AtomicInteger COUNT = new AtomicInteger();

        @Bean
        NettyServerCustomizer countHttp2() {
            return server -> server.doOnConnection(connection -> {
                if (connection.channel() instanceof Http2StreamChannel) COUNT.incrementAndGet();
            });
        }
    }

    @BeforeAll
    static void start() throws IOException {
        pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pages.setExecutor(Executors.newCachedThreadPool());
        pages.start();
        Pem pem = Pem.localhost();
        plain = cluster.start("--notification.stream.heartbeat=1s");
        tls = cluster.start(
                List.of(Http2Requests.class),
                "--notification.ingest.enabled=false",
                "--notification.stream.heartbeat=1s",
                "--server.ssl.certificate=file:" + pem.certificate(),
                "--server.ssl.certificate-private-key=file:" + pem.key(),
                "--notification.http.allowed-origins=http://127.0.0.1:"
                        + pages.getAddress().getPort());
    }

    @AfterAll
    static void stop() {
        cluster.close();
        pages.stop(0);
    }

    private static String url(boolean secure, String path) {
        return secure ? "https://127.0.0.1:" + tls.port() + path : "http://127.0.0.1:" + plain.port() + path;
    }

    private static String bearer(String recipient) {
        return "Authorization: Bearer " + Tokens.of(recipient);
    }

    /** What a stream's client sees, whatever it is: it begins, what is published arrives, it beats, it hears of acks. */
    private void seesAStream(Program client, Runnable ack) {
        client.has("event: stream.ready\n").has("event: stream.caught-up\n");
        cluster.publish(Cluster.to(alice, 17).build());
        client.has("\"seq\":1,.*\"data\":17}\n").has("\n:\n\n");
        ack.run();
        client.has("event: stream.acked\ndata: \\{\"seqs\":\\[1]");
    }

    @ParameterizedTest
    @CsvSource({
        "--http1.1, false, HTTP/1.1, HTTP/1.1",
        // a request with a body is not upgraded
        "--http2, false, HTTP/2, HTTP/1.1",
        "--http2-prior-knowledge, false, HTTP/2, HTTP/2",
        "--http1.1, true, HTTP/1.1, HTTP/1.1",
        "--http2, true, HTTP/2, HTTP/2"
    })
    void curl(String version, boolean secure, String streams, String acks) {
        Program.need("curl", "curl " + version);
        List<String> curl = List.of(
                "curl",
                "-sSNi",
                version,
                "--cacert",
                Pem.localhost().certificate().toString(),
                "-H",
                bearer(alice));
        try (Program stream = Program.start(with(curl, url(secure, "/v1/stream")))) {
            seesAStream(stream, () -> {
                String ack = Program.run(with(
                                curl,
                                "-H",
                                "Content-Type: application/json",
                                "-d",
                                "{\"seqs\":[1]}",
                                url(secure, "/v1/acks"))
                        .toArray(String[]::new));
                assertThat(ack).contains(acks + " 200").contains("{\"acked\":1,\"unacked\":0,\"head\":1}");
            });
            String[] parts = stream.text().split("\r\n\r\n", -1);
            String head = parts[parts.length - 2].toLowerCase(Locale.ROOT);
            assertThat(head).startsWith(streams.toLowerCase(Locale.ROOT) + " 200");
            if (streams.equals("HTTP/2")) {
                assertThat(head).doesNotContainPattern("(?m)^(connection|transfer-encoding|keep-alive|upgrade):");
            }
            assertThat(head).doesNotContainPattern("(?m)^(server|x-powered-by):");
            if (secure) assertThat(head).containsPattern("(?m)^strict-transport-security: max-age=\\d{8}");
            else assertThat(head).doesNotContain("strict-transport-security");
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void nghttp(boolean secure, @TempDir Path directory) throws IOException {
        Program.need("nghttp", "nghttp");
        Program.need("h2load", "h2load");
        Path body = Files.writeString(directory.resolve("ack.json"), "{\"seqs\":[1]}");
        List<String> nghttp = List.of("stdbuf", "-o0", "nghttp", "-H", bearer(alice), url(secure, "/v1/stream"));
        try (Program stream = Program.start(nghttp)) {
            seesAStream(stream, () -> {
                String load = Program.run(
                        "h2load",
                        "-n5",
                        "-c1",
                        "-m5",
                        "-H",
                        bearer(alice),
                        "-H",
                        "Content-Type: application/json",
                        "-d",
                        body.toString(),
                        url(secure, "/v1/acks"));
                assertThat(load).contains("status codes: 5 2xx, 0 3xx, 0 4xx, 0 5xx");
                assertThat(load).contains(secure ? "Application protocol: h2" : "Application protocol: h2c");
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP_1_1, false", "HTTP_2, false", "HTTP_1_1, true", "HTTP_2, true"})
    void javasOwnClient(HttpClient.Version version, boolean secure) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .version(version)
                .sslContext(Pem.localhost().trusting())
                .build();
        HttpRequest.Builder request =
                HttpRequest.newBuilder().header("Authorization", bearer(alice).substring(15));
        HttpResponse<Stream<String>> stream = client.send(
                request.uri(URI.create(url(secure, "/v1/stream"))).build(), HttpResponse.BodyHandlers.ofLines());
        assertThat(stream.version()).isEqualTo(version);
        List<String> lines = new CopyOnWriteArrayList<>();
        Thread reader = new Thread(() -> stream.body().forEach(lines::add), "java-client");
        reader.setDaemon(true);
        reader.start();
        await().atMost(DEADLINE).until(() -> lines.contains("event: stream.caught-up"));
        cluster.publish(Cluster.to(alice, 17).build());
        await().atMost(DEADLINE).until(() -> lines.stream().anyMatch(line -> line.contains("\"seq\":1,")));
        await().atMost(DEADLINE).until(() -> lines.contains(":"));
        HttpResponse<String> ack = client.send(
                request.uri(URI.create(url(secure, "/v1/acks")))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"seqs\":[1]}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(ack.body()).isEqualTo("{\"acked\":1,\"unacked\":0,\"head\":1}");
        await().atMost(DEADLINE).until(() -> lines.contains("event: stream.acked"));
    }

    @Test
    void aBrowserOverTls(@TempDir Path profile) {
        Program.need("chromium", "a browser");
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        pages.createContext("/page", exchange -> {
            byte[] page = page(alice).getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        pages.createContext("/seen", exchange -> {
            seen.writeBytes(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        int before = Http2Requests.COUNT.get();
        try (Program browser = Program.start(List.of(
                "chromium",
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--ignore-certificate-errors",
                "--user-data-dir=" + profile.resolve("profile"),
                "http://127.0.0.1:" + pages.getAddress().getPort() + "/page"))) {
            await().alias("the browser's stream; it said " + browser.text())
                    .atMost(DEADLINE)
                    .until(() -> seen.toString(UTF_8).contains("stream.caught-up"));
            cluster.publish(Cluster.to(alice, 17).build());
            await().atMost(DEADLINE).until(() -> seen.toString(UTF_8).contains("\"seq\":1,"));
            await().atMost(DEADLINE)
                    .until(() -> seen.toString(UTF_8).contains("{\"acked\":1,\"unacked\":0,\"head\":1}"));
            await().atMost(DEADLINE).until(() -> seen.toString(UTF_8).contains("stream.acked"));
        }
        // the stream, what it asked before it might ack, and the ack
        assertThat(Http2Requests.COUNT.get() - before).isGreaterThanOrEqualTo(3);
    }

    /** Reads the stream, acks the first notification, and tells its own server of everything. */
    private static String page(String recipient) {
        return """
                <!doctype html><script>
                const headers = {Authorization: 'Bearer %s'};
                const tell = text => fetch('/seen', {method: 'POST', body: text});
                (async () => {
                  const reader = (await fetch('%s', {headers})).body.getReader();
                  let acked = false;
                  for (let part = await reader.read(); !part.done; part = await reader.read()) {
                    const text = new TextDecoder().decode(part.value);
                    await tell(text);
                    if (acked || !text.includes('"seq":1,')) continue;
                    acked = true;
                    const ack = await fetch('%s', {method: 'POST', body: '{"seqs":[1]}',
                      headers: {...headers, 'Content-Type': 'application/json'}});
                    await tell(await ack.text());
                  }
                })().catch(failure => tell('' + failure));
                </script>
                """.formatted(Tokens.of(recipient), url(true, "/v1/stream"), url(true, "/v1/acks"));
    }

    @Test
    void c07manyStreamsShareAConnectionAndItOutlivesThem() {
        double before = plain.meter("notification.stream.connections");
        try (H2Client client = new H2Client("127.0.0.1", plain.port())) {
            List<Exchange> streams = new ArrayList<>();
            for (int i = 0; i < 5; i++) streams.add(client.stream(Tokens.of(i + alice)));
            for (int i = 0; i < 5; i++) {
                Exchange stream = streams.get(i).has("stream.caught-up");
                assertThat(stream.head().status()).hasToString("200");
                assertThat(stream.head().names().stream().map(CharSequence::toString))
                        .doesNotContain("connection", "transfer-encoding", "keep-alive", "upgrade", "content-length");
                cluster.publish(Cluster.to(i + alice, 100 + i).build());
            }
            for (int i = 0; i < 5; i++)
                streams.get(i).has("\"data\":10" + i + "}\n").has("\n:\n\n");
            assertThat(streams).allMatch(stream -> stream.count("\"seq\":") == 1);

            streams.get(0).reset();
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> plain.meter("notification.stream.connections") == before + 4);

            Exchange shortLived = client.stream(Tokens.of(alice, Duration.ofSeconds(2)));
            shortLived.has("stream.close").has("token-expired");
            await().atMost(DEADLINE).until(shortLived::ended);
            assertThat(shortLived.wasReset()).isFalse();

            Exchange ack = client.send(
                    "POST",
                    "/v1/acks",
                    "{\"seqs\":[1]}",
                    "authorization",
                    "Bearer " + Tokens.of("1" + alice),
                    "content-type",
                    "application/json");
            ack.has("{\"acked\":1,\"unacked\":0,\"head\":1}");
            streams.get(1).has("stream.acked");
            client.stream(Tokens.of(alice)).has("stream.caught-up");
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> plain.meter("notification.stream.connections") == before);
    }

    private static List<String> with(List<String> command, String... more) {
        return Stream.concat(command.stream(), Stream.of(more)).toList();
    }
}
