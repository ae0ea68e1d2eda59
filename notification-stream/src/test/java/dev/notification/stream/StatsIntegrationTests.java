package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.stream.Cluster.Node;
import dev.notification.stream.testing.Http;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code /v1/admin/stats} and its stream, on two nodes. */
class StatsIntegrationTests {
    private static final String STATS = "/v1/admin/stats";
    private static final String STREAM = STATS + "/stream";

    private static @Nullable Cluster started;
    private static @Nullable Node both;
    private static @Nullable Node streams;

    @BeforeAll
    static void start() {
        Cluster cluster = new Cluster();
        started = cluster;
        both = cluster.start("--notification.node.name=both");
        streams = cluster.start(
                "--notification.node.name=streams",
                "--notification.ingest.enabled=false",
                "--notification.stats.max-watchers=2");
    }

    @AfterAll
    static void stop() {
        cluster().close();
    }

    private static Cluster cluster() {
        return Objects.requireNonNull(started);
    }

    private static Node both() {
        return Objects.requireNonNull(both);
    }

    private static Node streams() {
        return Objects.requireNonNull(streams);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }

    private static JsonNode stats(Node node) {
        Answer answer = node.get("operator", STATS);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static RawStream watch(Node node, String token) {
        return RawStream.open(node.port(), STREAM, token);
    }

    @Test
    void addsUpWhatAllNodesCount() {
        try (RawStream one = both().stream("anna");
                RawStream two = streams().stream("anna");
                RawStream three = streams().stream("bert")) {
            for (int i = 0; i < 3; i++) cluster().publish(Cluster.to("anna", i).build());
            one.hasSequences(1L, 2L, 3L);
            two.hasSequences(1L, 2L, 3L);
            three.event("stream.caught-up");

            for (Node node : List.of(both(), streams())) {
                soon().untilAsserted(() -> {
                    JsonNode stats = stats(node);
                    assertThat(stats.get("nodes").size()).isEqualTo(2);
                    JsonNode first = stats.get("nodes").get(0);
                    JsonNode second = stats.get("nodes").get(1);
                    assertThat(first.get("name").asString()).isEqualTo("both");
                    assertThat(first.get("roles").toString()).isEqualTo("[\"ingest\",\"stream\"]");
                    assertThat(second.get("roles").toString()).isEqualTo("[\"stream\"]");
                    assertThat(first.get("connections").asInt()).isEqualTo(1);
                    assertThat(second.get("connections").asInt()).isEqualTo(2);
                    assertThat(stats.get("sums").get("nodes").asInt()).isEqualTo(2);
                    assertThat(stats.get("sums").get("connections").asInt()).isEqualTo(3);
                    assertThat(stats.get("sums").get("stored").asInt()).isEqualTo(3);
                    assertThat(second.get("stored").asInt()).isZero();
                    assertThat(second.get("alive").asBoolean()).isTrue();
                    Instant at = Instant.parse(stats.get("at").asString());
                    assertThat(Instant.parse(second.get("seenAt").asString())).isBetween(at.minusSeconds(5), at);
                    assertThat(stats.get("estimatedRecipients").isNumber()).isTrue();
                });
            }
        }
    }

    @Test
    void streamsTheSameDocumentOnceASecond() {
        try (RawStream stream = watch(both(), Tokens.of("operator"))) {
            assertThat(stream.status()).contains("200");
            assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream;charset=UTF-8");
            assertThat(stream.header("Cache-Control")).isEqualTo("no-store, no-transform");
            assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(stream.header("Content-Length")).isNull();
            soon().until(() -> stream.notifications().size() >= 4);
            List<RawStream.Block> events = stream.notifications();
            long nanos = events.get(3).nanos() - events.get(0).nanos();
            assertThat(Duration.ofNanos(nanos)).isGreaterThan(Duration.ofSeconds(2));
            assertThat(events.get(3).json().propertyNames())
                    .containsExactlyElementsOf(stats(both()).propertyNames());
        }
    }

    @Test
    void endsItWithTheToken() {
        try (RawStream stream = watch(both(), Tokens.of("operator", Duration.ofSeconds(4)))) {
            assertThat(stream.endedCleanly()).isTrue();
            assertThat(stream.sinceAsked()).isGreaterThan(Duration.ofSeconds(2));
            assertThat(stream.notifications()).isNotEmpty();
        }
    }

    @Test
    void endsItWhenTheTokenIsRevoked() {
        try (RawStream stream = watch(both(), Tokens.of("leaves"))) {
            soon().until(() -> !stream.notifications().isEmpty());
            assertThat(both().post("operator", "/v1/admin/recipients/leaves/revoke", "")
                            .status())
                    .isEqualTo(200);
            assertThat(stream.endedCleanly()).isTrue();
        }
    }

    @Test
    void endsItBeforeTheNodeStops() {
        Node stops = cluster().start("--notification.node.name=stops", "--notification.ingest.enabled=false");
        try (RawStream stream = watch(stops, Tokens.of("operator"))) {
            soon().until(() -> !stream.notifications().isEmpty());
            long begin = System.nanoTime();
            stops.context().close();
            // a stream that went on would hold it for the 45 s of a phase
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(40));
            assertThat(stream.endedCleanly()).isTrue();
        }
        soon().until(() -> StreamSupport.stream(stats(both()).get("nodes").spliterator(), false)
                .noneMatch(node -> node.get("name").asString().equals("stops")));
    }

    @Test
    void turnsAwayOneWatcherTooMany() {
        List<RawStream> watchers = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                RawStream watcher = watch(streams(), Tokens.of("operator"));
                watchers.add(watcher);
                soon().until(() -> !watcher.notifications().isEmpty());
            }
            Answer refused = streams().get("operator", STREAM);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().get("type").asString()).isEqualTo("urn:notification:problem:overloaded");
            watchers.get(0).close();
            soon().until(() -> {
                RawStream again = watch(streams(), Tokens.of("operator"));
                watchers.add(again);
                return again.status().contains("200");
            });
        } finally {
            watchers.forEach(RawStream::close);
        }
    }

    @Test
    void isForAdminsAloneAndTakesNoParameters() {
        Http http = new Http(both().port());
        for (String path : List.of(STATS, STREAM)) {
            assertThat(http.get(path).statusCode()).isEqualTo(401);
            for (String scope : List.of("notifications.read", "notifications.publish")) {
                HttpResponse<String> refused =
                        http.get(path, "Authorization", "Bearer " + Tokens.scoped("operator", scope));
                assertThat(refused.statusCode()).isEqualTo(403);
                assertThat(refused.body()).contains("notifications.admin");
            }
            Answer unknown = both().get("operator", path + "?node=both");
            assertThat(unknown.status()).isEqualTo(400);
            assertThat(unknown.json().get("detail").asString()).contains("leave 'node' out");
            assertThat(both().post("operator", path, "{}").status()).isEqualTo(405);
            assertThat(http.send("HEAD", path, "", "Authorization", "Bearer " + Tokens.of("operator"))
                            .statusCode())
                    .isEqualTo(200);
        }
        String admin = Tokens.scoped("nobody's, name", "notifications.admin");
        assertThat(Answer.to(both().port(), "GET", STATS, admin, null).status()).isEqualTo(403);
    }
}
