package dev.notification.stream.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.stream.Cluster.Node;
import dev.notification.stream.RawStream;
import dev.notification.stream.Tokens;
import dev.notification.stream.testing.Http;
import dev.notification.stream.testing.SseParser;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C53, C55, C57 and C28: who is let in, from which page, and who is asked to come back later. */
@ExtendWith(Nodes.Shared.class)
class StatusConformanceIntegrationTests {
    private static final String COOKIE = "__Host-notification=";

    private final Nodes nodes;
    private final Recipient alice;
    private final Http http;

    StatusConformanceIntegrationTests(Nodes nodes) {
        this.nodes = nodes;
        this.alice = nodes.recipient();
        this.http = nodes.ordinary().http();
    }

    static Stream<Arguments> withoutAGoodToken() {
        String good = Tokens.of("alice");
        return Stream.of(
                Arguments.of("nothing", "X-Nothing: 1", "Bearer"),
                Arguments.of("another scheme", "Authorization: Basic YTpi", "Bearer"),
                Arguments.of("no token after the scheme", "Authorization: Bearer ", "Bearer"),
                Arguments.of("garbage", "Authorization: Bearer garbage", "Bearer error=\"invalid_token\""),
                Arguments.of(
                        "another signature",
                        "Authorization: Bearer " + good.substring(0, good.length() - 8) + "AAAAAAAA",
                        "Bearer error=\"invalid_token\""),
                Arguments.of(
                        "expired",
                        "Authorization: Bearer " + Tokens.of("alice", Duration.ofMinutes(-2)),
                        "Bearer error=\"invalid_token\""),
                Arguments.of("a bad cookie", "Cookie: " + COOKIE + "garbage", "Bearer error=\"invalid_token\""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withoutAGoodToken")
    void c53whoHasNoGoodTokenGetsAProblemAndNoStream(String what, String header, String challenge) {
        try (RawStream refused = RawStream.get(nodes.ordinary().port(), "/v1/stream", header)) {
            assertThat(refused.status()).startsWith("HTTP/1.1 401");
            assertThat(refused.header("WWW-Authenticate")).isEqualTo(challenge);
            assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(SseParser.isEventStream(refused.header("Content-Type"))).isFalse();
            assertThat(refused.header("Location")).isNull();
        }
    }

    private HttpResponse<String> acks(String origin, String... credentials) {
        List<String> headers = new ArrayList<>(List.of(credentials));
        headers.addAll(List.of("Origin", origin, "X-Requested-With", "test", "Content-Type", "application/json"));
        return http.send("POST", "/v1/acks", "{\"seqs\":[1]}", headers.toArray(String[]::new));
    }

    @Test
    void c55anAllowedPageMayReadAndSendItsCookie() {
        String token = Tokens.of(alice.name());
        for (String[] credentials : new String[][] {{"Authorization", "Bearer " + token}, {"Cookie", COOKIE + token}}) {
            HttpResponse<String> answer = acks(Nodes.ORIGIN, credentials);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.headers().allValues("Access-Control-Allow-Origin"))
                    .containsExactly(Nodes.ORIGIN);
            assertThat(answer.headers().allValues("Access-Control-Allow-Credentials"))
                    .containsExactly("true");
            assertThat(answer.headers().allValues("Vary")).contains("Origin");
        }
        try (RawStream stream = alice.stream("Origin: " + Nodes.ORIGIN)) {
            assertThat(stream.header("Access-Control-Allow-Origin")).isEqualTo(Nodes.ORIGIN);
            assertThat(stream.header("Access-Control-Allow-Credentials")).isEqualTo("true");
            assertThat(stream.header("Vary")).contains("Origin");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "https://app.example.evil.example", "http://app.example"})
    void c55anotherPageMayNeitherReadNorUseTheCookie(String origin) {
        String token = Tokens.of(alice.name());
        HttpResponse<String> withToken = acks(origin, "Authorization", "Bearer " + token);
        assertThat(withToken.statusCode()).isEqualTo(200);
        HttpResponse<String> withCookie = acks(origin, "Cookie", COOKIE + token);
        assertThat(withCookie.statusCode()).isEqualTo(403);
        for (HttpResponse<String> answer : List.of(withToken, withCookie)) {
            assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
            assertThat(answer.headers().allValues("Vary")).contains("Origin");
        }
        try (RawStream stream = RawStream.get(
                nodes.ordinary().port(), "/v1/stream", "Cookie: " + COOKIE + token, "Origin: " + origin)) {
            assertThat(stream.status()).startsWith("HTTP/1.1 403");
            assertThat(stream.head().names())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
        }
    }

    private HttpResponse<String> preflight(String origin) {
        return http.send(
                "OPTIONS",
                "/v1/stream",
                "",
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "GET",
                "Access-Control-Request-Headers",
                "last-event-id, authorization, content-type, x-requested-with");
    }

    @Test
    void c55aPreflightNeedsNoCredential() {
        HttpResponse<String> allowed = preflight(Nodes.ORIGIN);
        assertThat(allowed.statusCode()).isEqualTo(204);
        assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin")).contains(Nodes.ORIGIN);
        assertThat(allowed.headers().firstValue("Access-Control-Allow-Methods")).contains("GET, POST, PUT, DELETE");
        assertThat(allowed.headers()
                        .firstValue("Access-Control-Allow-Headers")
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .split(", "))
                .contains("last-event-id", "authorization", "content-type", "x-requested-with", "prefer");
        assertThat(Integer.parseInt(
                        allowed.headers().firstValue("Access-Control-Max-Age").orElse("0")))
                .isGreaterThanOrEqualTo(600);
        assertThat(preflight("null").headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }

    @Test
    void c28everyClientIsToldToWaitForAnotherTime() {
        List<Integer> waits = Stream.generate(nodes::recipient)
                .limit(200)
                .map(Recipient::stream)
                // all are open before the first is asked
                .toList()
                .stream()
                .map(StatusConformanceIntegrationTests::retryOf)
                .toList();
        assertThat(waits).allMatch(millis -> millis >= 1_500 && millis <= 4_500);
        // 50 of 200 in each quarter, give or take what chance does once in a hundred thousand runs
        for (int from = 1_500; from < 4_500; from += 750) {
            int least = from;
            assertThat(waits)
                    .filteredOn(millis -> millis >= least && millis < least + 750)
                    .hasSizeBetween(22, 80);
        }
    }

    private static int retryOf(RawStream stream) {
        try (stream) {
            stream.event("stream.caught-up");
            assertThat(stream.text()).matches("(?s)retry: [0-9]+\n\n.*").containsOnlyOnce("retry:");
            return Integer.parseInt(stream.text().substring(7, stream.text().indexOf('\n')));
        }
    }

    @Test
    void c57aFullNodeAsksClientsSoftlyToComeBackLater() {
        Node full = nodes.brisk();
        await().atMost(Duration.ofSeconds(10)).until(() -> full.connections() == 0);
        List<RawStream> streams = Stream.generate(nodes::recipient)
                .limit(Nodes.BRISK_STREAMS)
                .map(recipient -> recipient.streamOn(full))
                .toList();
        streams.forEach(stream -> stream.event("stream.ready"));
        Set<Integer> waits = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            try (RawStream refused = nodes.recipient().streamOn(full)) {
                assertThat(refused.status()).isEqualTo("HTTP/1.1 200 OK");
                assertThat(refused.header("Content-Type")).isEqualTo("text/event-stream;charset=UTF-8");
                assertThat(refused.endedCleanly()).isTrue();
                assertThat(refused.text())
                        .matches(
                                "retry: [0-9]+\n\nevent: stream.close\ndata: \\{\"reason\":\"limit\",\"reconnect\":true}\n\n");
                waits.add(Integer.parseInt(
                        refused.text().substring(7, refused.text().indexOf('\n'))));
            }
        }
        assertThat(waits).hasSizeGreaterThan(1).allMatch(millis -> millis >= 5_000 && millis <= 30_000);
        for (int i = 0; i < 20; i++) {
            try (RawStream refused = nodes.recipient().streamOn(full, "Prefer: respond-status")) {
                assertThat(refused.status()).startsWith("HTTP/1.1 503");
                assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
                assertThat(Integer.parseInt(String.valueOf(refused.header("Retry-After"))))
                        .isBetween(1, 10);
            }
        }
        assertThat(full.connections()).isEqualTo(Nodes.BRISK_STREAMS);
        streams.forEach(RawStream::close);
    }
}
