package dev.notification.stream;

import static dev.notification.stream.testing.Http.json;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** What clients are told when they are not as they should be: T21, T32. */
class OutagesIntegrationTests {
    private static final TestIssuer ISSUER = new TestIssuer();

    private static @Nullable ConfigurableApplicationContext service;
    private static Http http = new Http(0);
    private static int port;

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
    }

    @AfterAll
    static void stop() {
        if (service != null) service.close();
        ISSUER.close();
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
}
