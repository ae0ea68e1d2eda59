package dev.notification.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.servers.TestServers;
import dev.notification.stream.Cluster.Node;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Rejections and the audit, over HTTP. */
class RejectionsIntegrationTests {
    private static final String REJECTIONS = "/v1/admin/rejections";
    private static final String AUDIT = "/v1/admin/audit";

    private static @Nullable Cluster cluster;
    private static @Nullable Node node;

    @BeforeAll
    static void start() {
        Cluster started = new Cluster();
        cluster = started;
        node = started.start();
    }

    @AfterAll
    static void stop() {
        cluster().close();
    }

    private static Cluster cluster() {
        return Objects.requireNonNull(cluster);
    }

    private static Node node() {
        return Objects.requireNonNull(node);
    }

    private static JsonNode get(String path) {
        Answer answer = node().get("ann", path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static Answer replay(Node node, JsonNode item, String who) {
        return node.post(who, REJECTIONS + "/" + item.get("partition") + "/" + item.get("offset") + "/replay", "");
    }

    /** Has records refused with a code that no other test uses. */
    private static List<JsonNode> refused(String code, String... values) {
        cluster()
                .records()
                .write(List.of(values).stream()
                        .map(value -> value.getBytes(UTF_8))
                        .toList());
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> items(REJECTIONS + "?code=" + code), items -> items.size() == values.length);
    }

    private static List<JsonNode> items(String path) {
        List<JsonNode> items = new ArrayList<>();
        get(path).get("items").forEach(items::add);
        return items;
    }

    private static void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        cluster().jdbcUrl(),
                        TestServers.postgres().username(),
                        TestServers.postgres().password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void isProblem(Answer answer, int status, String type, String detail) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().get("type").asString()).isEqualTo("urn:notification:problem:" + type);
        assertThat(answer.json().get("detail").asString()).contains(detail);
    }

    @Test
    void listsWhatWasRefusedAndReplaysIt() {
        Instant before = Clock.systemUTC().instant();
        JsonNode item = refused(
                        "already-expired",
                        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"recipient\":\"r\","
                                + "\"expirytime\":\"2020-01-01T00:00:00Z\"}")
                .get(0);
        assertThat(item.propertyNames())
                .containsExactly(
                        "topic", "partition", "offset", "code", "detail", "rejectedAt", "letter", "replayedAt");
        assertThat(item.get("detail").asString()).contains("expirytime");
        assertThat(Instant.parse(item.get("rejectedAt").asString()))
                .isBetween(before.minusSeconds(1), before.plusSeconds(60));
        assertThat(item.get("letter").propertyNames()).containsExactly("topic", "partition", "offset", "truncated");
        assertThat(item.get("letter").get("truncated").asBoolean()).isFalse();
        assertThat(item.get("replayedAt").isNull()).isTrue();

        Answer replayed = replay(node(), item, "operator-of-replay");

        assertThat(replayed.status()).as(replayed.body()).isEqualTo(200);
        assertThat(replayed.json().propertyNames()).containsExactly("partition", "offset");
        assertThat(replayed.json().get("partition")).isEqualTo(item.get("partition"));
        // the cause is still there
        List<JsonNode> both = await().atMost(Duration.ofSeconds(30))
                .until(() -> items(REJECTIONS + "?code=already-expired"), items -> items.size() == 2);
        assertThat(both.get(0).get("offset")).isEqualTo(replayed.json().get("offset"));
        assertThat(both.get(1).get("offset")).isEqualTo(item.get("offset"));
        assertThat(both.get(1).get("replayedAt").isNull()).isFalse();

        JsonNode change = items(AUDIT + "?actor=operator-of-replay").get(0);
        assertThat(change.propertyNames())
                .containsExactly("at", "actor", "address", "action", "recipient", "source", "id", "detail");
        assertThat(change.get("actor").asString()).isEqualTo("operator-of-replay");
        assertThat(change.get("address").asString()).isEqualTo("127.0.0.1");
        assertThat(change.get("action").asString()).isEqualTo("replay");
        assertThat(change.get("recipient").isNull()).isTrue();
        assertThat(change.get("detail").get("offset")).isEqualTo(item.get("offset"));
        assertThat(change.get("detail").get("newOffset"))
                .isEqualTo(replayed.json().get("offset"));
    }

    @Test
    void pagesThroughAllOfThem() {
        String[] values = IntStream.range(0, 5)
                .mapToObj(i -> "{\"specversion\":\"1.0\",\"id\":\"p" + i + "\",\"source\":\"/s\",\"type\":\"t\"}")
                .toArray(String[]::new);
        List<JsonNode> all = refused("no-audience", values);

        List<JsonNode> paged = new ArrayList<>();
        String path = REJECTIONS + "?code=no-audience&limit=2";
        for (JsonNode next = get(path);
                ;
                next = get(path + "&next=" + next.get("next").asString())) {
            next.get("items").forEach(paged::add);
            if (next.get("next").isNull()) break;
            assertThat(next.get("items").size()).isEqualTo(2);
        }
        assertThat(paged).isEqualTo(all);
        assertThat(items(REJECTIONS + "?code=no-audience&until="
                        + all.get(4).get("rejectedAt").asString()))
                .isEmpty();
        assertThat(items(REJECTIONS + "?code=no-audience&since="
                        + all.get(4).get("rejectedAt").asString()))
                .isEqualTo(all);
    }

    @Test
    void hasWhoRevokedWhom() {
        assertThat(node().post("operator-of-revoke", "/v1/admin/recipients/zoe/revoke", "")
                        .status())
                .isEqualTo(200);
        assertThat(items(AUDIT + "?recipient=zoe&action=revoke"))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.get("actor").asString()).isEqualTo("operator-of-revoke");
                    assertThat(change.get("address").asString()).isEqualTo("127.0.0.1");
                    assertThat(change.get("detail").get("revokedBefore").asString())
                            .isNotBlank();
                });
        assertThat(items(AUDIT + "?source=/s&id=1")).isEmpty();
    }

    @Test
    void saysWhyARecordCannotBeReplayed() throws SQLException {
        JsonNode item =
                refused("missing-attribute", "{\"specversion\":\"1.0\"}").get(0);
        String where = " where code = 'missing-attribute'";
        change("update rejection set letter_offset = letter_offset + 100000" + where);
        isProblem(replay(node(), item, "ann"), 409, "not-replayable", "does not have this record any more");
        change("update rejection set truncated = true" + where);
        isProblem(replay(node(), item, "ann"), 409, "not-replayable", "only the beginning");
        isProblem(node().post("ann", REJECTIONS + "/0/9999999/replay", ""), 404, "not-found", "");
        isProblem(node().post("ann", REJECTIONS + "/x/1/replay", ""), 400, "malformed", "the partition");
        isProblem(node().post("ann", REJECTIONS + "/1/-1/replay", ""), 400, "malformed", "the offset");
        isProblem(node().post("ann", REJECTIONS + "/1/1/replay?force=true", ""), 400, "malformed", "force");
        assertThat(node().get("ann", REJECTIONS + "/1/1/replay").status()).isEqualTo(405);
    }

    @Test
    void asksToComeBackWhileKafkaDoesNotAnswer() {
        JsonNode item = refused(
                        "invalid-attribute",
                        "{\"specversion\":\"1.0\",\"id\":\"2\",\"source\":\"/s\","
                                + "\"type\":\"error\",\"recipient\":\"r\"}")
                .get(0);
        Node deaf =
                cluster().start("--notification.ingest.enabled=false", "--spring.kafka.bootstrap-servers=127.0.0.1:1");
        isProblem(replay(deaf, item, "ann"), 503, "unavailable", "Retry-After");
        assertThat(deaf.get("ann", REJECTIONS + "?code=invalid-attribute")
                        .json()
                        .get("items")
                        .get(0))
                .isEqualTo(item);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    /v1/admin/rejections?colour=red,        colour
                    /v1/admin/rejections?code=bad,          code must be one of
                    /v1/admin/rejections?code=,             code
                    /v1/admin/rejections?partition=one,     partition
                    /v1/admin/rejections?since=yesterday,   since
                    /v1/admin/rejections?until=2026,        until
                    /v1/admin/rejections?limit=201,         limit
                    /v1/admin/rejections?limit=1&limit=2,   limit
                    /v1/admin/rejections?next=x,            next
                    /v1/admin/audit?colour=red,             colour
                    /v1/admin/audit?source=/s,              source and id
                    /v1/admin/audit?id=1,                   source and id
                    /v1/admin/audit?since=yesterday,        since
                    /v1/admin/audit?until=2026,             until
                    /v1/admin/audit?actor=,                 actor
                    /v1/admin/audit?action=a%00b,           action
                    /v1/admin/audit?recipient=a&recipient=b,recipient
                    /v1/admin/audit?limit=0,                limit
                    /v1/admin/audit?next=1.2.3,             next""")
    void namesTheParameterThatIsWrong(String path, String detail) {
        isProblem(node().get("ann", path), 400, "malformed", detail);
    }
}
