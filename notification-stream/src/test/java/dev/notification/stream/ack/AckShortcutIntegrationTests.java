package dev.notification.stream.ack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.stream.Cluster;
import dev.notification.stream.Cluster.Node;
import dev.notification.stream.RawStream;
import dev.notification.stream.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.server.WebFilter;

/** The same answers with filters and without them. */
@TestMethodOrder(OrderAnnotation.class)
class AckShortcutIntegrationTests {
    private static final String ACKS = "/v1/acks";
    private static final String JSON = "application/json";
    /** Nothing that the service would not do anyway, but not plain. */
    private static final String[] LONG_WAY = {"Accept", "application/json, */*"};

    private static final AtomicInteger FILTERED = new AtomicInteger();
    private static final Cluster CLUSTER = new Cluster();
    private static final Node NODE = CLUSTER.start(List.of(Counting.class), "--notification.tokens.cache-time=1h");

    /** Each has one, which is known from its second request on. */
    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    @TestConfiguration(proxyBeanMethods = false)
    static class Counting {
        @Bean
        WebFilter counting() {
            return (exchange, chain) -> {
                FILTERED.incrementAndGet();
                return chain.filter(exchange);
            };
        }
    }

    @BeforeAll
    static void meet() {
        CLUSTER.publish(Cluster.to("alice", 1).build());
        try (RawStream stream = NODE.stream("alice")) {
            stream.hasSequences(1L);
        }
        assertThat(ack("{\"seqs\":[1]}", LONG_WAY).statusCode()).isEqualTo(200);
        await().until(() -> counts().size() == 1);
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    private static String token(String who) {
        return TOKENS.computeIfAbsent(who, Tokens::of);
    }

    private static HttpResponse<String> ack(String body, String... headers) {
        return send("POST", ACKS, body, "alice", headers);
    }

    private static HttpResponse<String> send(String method, String path, String body, String who, String... headers) {
        List<String> all = new ArrayList<>(List.of("Authorization", "Bearer " + token(who), "Content-Type", JSON));
        all.addAll(List.of(headers));
        return NODE.http().send(method, path, body, all.toArray(String[]::new));
    }

    private static int filtered(Runnable request) {
        int before = FILTERED.get();
        request.run();
        return FILTERED.get() - before;
    }

    @Test
    void isForPlainAcksOfKnownCallers() {
        String body = "{\"seqs\":[1]}";
        assertThat(filtered(() -> ack(body))).isZero();
        assertThat(filtered(() -> ack(body, "Accept", "*/*"))).isZero();
        assertThat(filtered(() -> ack(body, LONG_WAY))).isOne();
        assertThat(filtered(() -> ack(body, "Origin", "https://example.org"))).isOne();
        assertThat(filtered(() -> send("POST", ACKS + "?x=1", body, "alice"))).isOne();
        assertThat(filtered(() -> send("POST", ACKS + "/", body, "alice"))).isOne();
        assertThat(filtered(() -> send("PUT", ACKS, body, "alice"))).isOne();
        assertThat(filtered(() -> send("POST", "/v1/inbox/reads", body, "alice")))
                .isOne();
        // the first time its token is verified
        assertThat(filtered(() -> send("POST", ACKS, body, "stranger"))).isOne();
        assertThat(filtered(() -> send("POST", ACKS, body, "stranger"))).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"seqs\":[1]} | application/json",
                "200 | {\"upTo\":1} | application/json;charset=UTF-8",
                "400 | { | application/json",
                "400 | {\"seqs\":[-1]} | application/json",
                "400 | {\"x\":1} | application/json",
                "409 | {\"epoch\":\"zzzz\",\"seqs\":[1]} | application/json",
                "415 | {\"seqs\":[1]} | text/plain"
            })
    void theAnswerIsTheSame(int status, String body, String type) {
        String[] plain = {"Authorization", "Bearer " + token("alice"), "Content-Type", type};
        String[] other = {
            "Authorization", "Bearer " + token("alice"), "Content-Type", type, "Accept", "application/json, */*"
        };
        HttpResponse<String> expected = NODE.http().send("POST", ACKS, body, other);
        int before = FILTERED.get();
        HttpResponse<String> answer = NODE.http().send("POST", ACKS, body, plain);
        assertThat(FILTERED).hasValue(before);
        assertThat(answer.statusCode()).isEqualTo(status).isEqualTo(expected.statusCode());
        assertThat(answer.body()).isEqualTo(expected.body());
        assertThat(answer.headers().map()).isEqualTo(expected.headers().map());
    }

    @Test
    void whoIsRevokedIsNotKnownAnyMore() {
        assertThat(send("POST", ACKS, "{\"seqs\":[1]}", "gone").statusCode()).isEqualTo(200);
        assertThat(NODE.post("operator", "/v1/admin/recipients/gone/revoke", "").status())
                .isEqualTo(200);
        assertThat(send("POST", ACKS, "{\"seqs\":[1]}", "gone").statusCode()).isEqualTo(401);
    }

    /** Before all others, whose requests would count too. */
    @Test
    @Order(1)
    void isMeasuredAsAllRequestsAre() {
        for (String body : List.of("{\"seqs\":[1]}", "{")) {
            Map<Set<Tag>, Long> plain = movedBy(() -> ack(body));
            assertThat(plain).hasSize(1).isEqualTo(movedBy(() -> ack(body, LONG_WAY)));
        }
    }

    /** Counted a moment after the answer. */
    private static Map<Set<Tag>, Long> movedBy(Runnable request) {
        Map<Set<Tag>, Long> before = counts();
        request.run();
        await().until(() -> !counts().equals(before));
        return moved(before, counts());
    }

    private static Map<Set<Tag>, Long> counts() {
        return NODE
                .context()
                .getBean(MeterRegistry.class)
                .find("http.server.requests")
                .tag("uri", ACKS)
                .timers()
                .stream()
                .collect(Collectors.toMap(timer -> Set.copyOf(timer.getId().getTags()), Timer::count));
    }

    private static Map<Set<Tag>, Long> moved(Map<Set<Tag>, Long> from, Map<Set<Tag>, Long> to) {
        Map<Set<Tag>, Long> moved = new HashMap<>();
        to.forEach((tags, count) -> {
            long by = count - from.getOrDefault(tags, 0L);
            if (by != 0) moved.put(tags, by);
        });
        return moved;
    }
}
