package dev.notification.stream;

import static dev.notification.stream.testing.Http.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.servers.TestServers;
import dev.notification.stream.testing.Http;
import dev.notification.stream.testing.TestIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** What clients are told when they, or the database, are not as they should be: F15, T21, T32. */
class OutagesIntegrationTests {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final TestIssuer ISSUER = new TestIssuer();

    private static @Nullable ConfigurableApplicationContext service;
    private static Http http = new Http(0);
    private static int port;
    private static String database = "";

    @BeforeAll
    static void start() {
        ConfigurableApplicationContext started = TestNode.start(
                "outages",
                "--notification.acks.rate=1",
                "--notification.acks.burst=3",
                "--notification.http.request-timeout=2s",
                "--notification.http.read-timeout=2s",
                "--server.netty.idle-timeout=2s",
                "--spring.security.oauth2.resourceserver.jwt.jwk-set-uri=" + ISSUER.keysUri());
        service = started;
        port = TestNode.port(started);
        http = new Http(port);
        String url = started.getEnvironment().getRequiredProperty("spring.datasource.url");
        database = url.substring(url.lastIndexOf('/') + 1);
    }

    @AfterAll
    static void stop() {
        if (service != null) service.close();
        ISSUER.close();
    }

    @Test
    void sendsNobodyAwayForEverWhoseTicketCannotBeChecked() throws SQLException {
        HttpResponse<String> sold = http.send("POST", "/v1/stream-tickets", "", headers("ticket"));
        String path = "/v1/stream?ticket=" + json(sold).get("ticket").stringValue();
        admin("alter database " + database + " allow_connections false");
        admin("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database + "'");
        try {
            HttpResponse<String> soft = http.get(path, "Origin", "https://app.example");
            assertThat(soft.statusCode()).isEqualTo(200);
            assertThat(soft.headers().firstValue("Content-Type")).contains("text/event-stream;charset=UTF-8");
            assertThat(soft.headers().firstValue("Cache-Control")).contains("no-store, no-transform");
            assertThat(soft.headers().firstValue("X-Accel-Buffering")).contains("no");
            assertThat(soft.headers().firstValue("Vary")).contains("Origin");
            assertThat(soft.body()).matches("""
                            retry: \\d+

                            event: stream.close
                            data: \\{"reason":"unavailable","reconnect":true}

                            """);
            int retry = Integer.parseInt(soft.body().split("\\D+", 3)[1]);
            assertThat(retry).isBetween(5_000, 30_000);
            assertUnavailable(http.get(path, "Prefer", "respond-status"));
            assertUnavailable(http.send("POST", "/v1/stream-tickets", "", headers("other")));
            assertThat(http.get("/v1/stream?ticket=nonsense").statusCode()).isEqualTo(401);
        } finally {
            admin("alter database " + database + " allow_connections true");
        }
        await().atMost(DEADLINE).until(() -> ack("back" + System.nanoTime()).statusCode() == 200);
        try (RawStream stream = RawStream.open(port, path, "")) {
            stream.event("stream.ready");
        }
    }

    @Test
    void tellsTheEagerWhenToComeBack() {
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) answers.add(ack("eager"));
        List<HttpResponse<String>> refused =
                answers.stream().filter(answer -> answer.statusCode() == 429).toList();
        assertThat(refused).isNotEmpty();
        assertThat(refused).allSatisfy(answer -> {
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            assertThat(json(answer).get("type").stringValue()).isEqualTo("urn:notification:problem:too-many-requests");
        });
        assertThat(ack("patient").statusCode()).isEqualTo(200);
    }

    @Test
    void closesConnectionsThatSayNothingOrTooLittle() {
        String token = ISSUER.token("slow", "notifications.read");
        for (String begun : new String[] {
            "",
            "POST /v1/ac",
            "POST /v1/acks HTTP/1.1\r\nHost: x\r\nX-Slow: ",
            "POST /v1/acks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                    + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
        }) {
            assertThat(closedWithin(begun, 15_000)).as(begun).isTrue();
        }
    }

    /** Whether the server closes the connection on which nothing follows. */
    private static boolean closedWithin(String begun, int millis) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            byte[] buffer = new byte[4_096];
            while (socket.getInputStream().read(buffer) >= 0) {
                // an answer before the end is fine
            }
            return true;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (SocketException reset) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<String> ack(String recipient) {
        return http.send("POST", "/v1/acks", "{\"seqs\":[1]}", headers(recipient));
    }

    private static String[] headers(String recipient) {
        String token = ISSUER.token(recipient, "notifications.read");
        return new String[] {"Authorization", "Bearer " + token, "Content-Type", "application/json"};
    }

    private static void assertUnavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElse("0")))
                .isBetween(1, 10);
        assertThat(json(answer).get("type").stringValue()).isEqualTo("urn:notification:problem:unavailable");
        assertThat(answer.body()).doesNotContain(database, "Exception", "SQL", "127.0.0.1");
    }

    private static void admin(String sql) throws SQLException {
        String url = TestServers.postgres().jdbcUrl("postgres");
        try (Connection connection = DriverManager.getConnection(
                        url,
                        TestServers.postgres().username(),
                        TestServers.postgres().password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
