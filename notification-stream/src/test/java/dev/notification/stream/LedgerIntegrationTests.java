package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.api.Data;
import dev.notification.api.Notification;
import dev.notification.store.Ledger;
import dev.notification.stream.Cluster.Node;
import dev.notification.stream.testing.Http;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where is it, who has not acknowledged, since when and why: over HTTP. */
class LedgerIntegrationTests {
    private static final String DELIVERIES_FOR_50000 = """
            with i as (
              insert into inbox (recipient, head) select ? || n, 1 from generate_series(1, 50000) n returning id)
            insert into delivery (inbox_id, seq, notification_id, created_at, priority)
            select i.id, 1, n.id, n.created_at, 1 from i, notification n where n.source = ?""";

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final AtomicInteger PAGES = new AtomicInteger();
    private static final String PATH = "/v1/admin/notifications";

    private static @Nullable Cluster cluster;
    private static @Nullable Node node;

    /** Counts the pages of exports. */
    @Configuration(proxyBeanMethods = false)
    static class Counting {
        @Bean
        static BeanPostProcessor counting() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof Ledger ledger ? counted(ledger) : bean;
                }
            };
        }

        private static Object counted(Ledger ledger) {
            return Proxy.newProxyInstance(
                    Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("deliveries")) PAGES.incrementAndGet();
                        return method.invoke(ledger, arguments);
                    });
        }
    }

    @BeforeAll
    static void start() {
        Cluster started = new Cluster();
        cluster = started;
        node = started.start(
                List.of(Counting.class),
                "--notification.node.name=west",
                "--notification.admin.exports=1",
                "--notification.admin.export-share=1");
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

    private static JdbcTemplate sql() {
        var postgres = dev.notification.servers.TestServers.postgres();
        return new JdbcTemplate(
                new DriverManagerDataSource(cluster().jdbcUrl(), postgres.username(), postgres.password()));
    }

    private static JsonNode get(String path) {
        Answer answer = node().get("operator", path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static HttpResponse<String> accepting(String type, String path) {
        return node().http().get(path, "Authorization", "Bearer " + Tokens.of("operator"), "Accept", type);
    }

    private static String detail(Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return answer.json().get("detail").asString();
    }

    private static void publish(String source, String id, String... recipients) {
        cluster()
                .publish(Notification.builder()
                        .source(source)
                        .id(id)
                        .type("order.shipped")
                        .recipients(List.of(recipients))
                        .attribute("subject", "a \"box\"")
                        .data(Data.json("{\"order\": 17.0}"))
                        .build());
        await().atMost(DEADLINE)
                .until(() -> node().get("operator", PATH + "?source=" + source + "&id=" + id)
                                .status()
                        == 200);
    }

    private static List<String> texts(JsonNode items, String member) {
        return items.valueStream().map(item -> item.get(member).asString()).toList();
    }

    @Test
    void answersTheThreeQuestions() {
        publish("/orders", "o-1", "anna", "a/b%");
        try (RawStream stream = node().stream("anna")) {
            stream.event("stream.caught-up");
            assertThat(node().post("anna", "/v1/acks", "{\"seqs\":[1]}").status())
                    .isEqualTo(200);
        }
        // where is it
        JsonNode found = get(PATH + "?source=/orders&id=o-1");
        JsonNode notification = found.get("notification");
        assertThat(notification.get("source").asString()).isEqualTo("/orders");
        assertThat(notification.get("subject").asString()).isEqualTo("a \"box\"");
        assertThat(notification.get("ackpolicy").asString()).isEqualTo("required");
        assertThat(notification.get("data").toString()).isEqualTo("{\"order\":17.0}");
        assertThat(notification.get("dataBytes").asInt()).isEqualTo(15);
        assertThat(notification.get("storedAt").asString()).matches("2\\d{3}-.*Z");
        assertThat(found.get("audience").asInt()).isEqualTo(2);
        assertThat(found.get("states").toString())
                .isEqualTo("{\"pending\":1,\"sent\":0,\"acked\":1,\"expired\":0,\"superseded\":0,\"cancelled\":0,"
                        + "\"exhausted\":0}");
        assertThat(found.get("read").asInt()).isZero();
        // who has not acknowledged
        JsonNode waiting = get(PATH + "/deliveries?source=/orders&id=o-1&state=pending");
        assertThat(texts(waiting.get("items"), "recipient")).containsExactly("a/b%");
        assertThat(waiting.get("next").isNull()).isTrue();
        JsonNode acked = get(PATH + "/deliveries?source=/orders&id=o-1&state=acked")
                .get("items")
                .get(0);
        assertThat(acked.get("ackedBy").asString()).isEqualTo("west");
        assertThat(acked.get("ackedFrom").asString()).isEqualTo("127.0.0.1");
        assertThat(acked.get("sentAt").asString()).endsWith("Z");
        // since when, and why
        JsonNode anna = get("/v1/admin/recipients/anna");
        assertThat(anna.get("summary").get("unacked").asInt()).isZero();
        assertThat(anna.get("summary").get("lastAckAt").asString())
                .isEqualTo(acked.get("ackedAt").asString());
        JsonNode timeline = anna.get("timeline").get("items").get(0);
        assertThat(timeline.get("id").asString()).isEqualTo("o-1");
        assertThat(texts(timeline.get("events"), "event")).containsExactly("acked", "sent", "stored");
        assertThat(timeline.get("events").get(0).get("address").asString()).isEqualTo("127.0.0.1");
        assertThat(timeline.get("events").get(1).get("node").asString()).isEqualTo("west");
        assertThat(timeline.get("events").get(2).has("node")).isFalse();
        JsonNode other = get("/v1/admin/recipients/a%2Fb%25");
        assertThat(other.get("recipient").asString()).isEqualTo("a/b%");
        assertThat(other.get("summary").get("unackedSince").asString())
                .isEqualTo(notification.get("storedAt").asString());
    }

    @Test
    void searchesInPages() {
        for (int i = 0; i < 5; i++) publish("/search", "s" + i, "sara");
        for (String query :
                List.of("source=/search", "recipient=sara", "recipient=sara&state=pending&type=order.shipped")) {
            JsonNode first = get(PATH + "?limit=3&" + query);
            assertThat(texts(first.get("items"), "id")).containsExactly("s4", "s3", "s2");
            assertThat(first.get("items").get(0).has("data")).isFalse();
            assertThat(first.get("items").get(0).has("delivery")).isEqualTo(query.startsWith("recipient"));
            assertThat(first.get("searchedBack").asString())
                    .isEqualTo(first.get("items").get(2).get("storedAt").asString());
            JsonNode last =
                    get(PATH + "?" + query + "&next=" + first.get("next").asString());
            assertThat(texts(last.get("items"), "id")).containsExactly("s1", "s0");
            assertThat(last.get("next").isNull()).isTrue();
            assertThat(last.get("searchedBack").isNull()).isTrue();
        }
        String next = get(PATH + "?limit=3&source=/search").get("next").asString();
        assertThat(detail(node().get("operator", PATH + "?recipient=sara&next=" + next), 400))
                .startsWith("next ");
        String storedAt = get(PATH + "?source=/search&limit=1")
                .get("items")
                .get(0)
                .get("storedAt")
                .asString();
        assertThat(texts(get(PATH + "?source=/search&since=" + storedAt).get("items"), "id"))
                .containsExactly("s4");
        assertThat(texts(get(PATH + "?source=/search&until=" + storedAt).get("items"), "id"))
                .doesNotContain("s4")
                .hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "notifications?id=1|Give source",
                "notifications?source=a&id=|Give id once",
                "notifications?source=a&id=1&id=2|Give id once",
                "notifications?source=a&id=1&limit=3|There is no parameter 'limit' here",
                "notifications?sauce=a|There is no parameter 'sauce' here",
                "notifications?%0Ax=a|There is no parameter '?' here",
                "notifications?limit=0|limit must be",
                "notifications?limit=201|limit must be",
                "notifications?limit=x|limit must be",
                "notifications?state=lost|state must be one of pending, sent",
                "notifications?since=yesterday|since must be a time",
                "notifications?until=1969-12-31T23:59:59Z|until must be a time",
                "notifications?since=2026-01-01T00:00:00Z&until=2026-01-01T00:00:00Z|since must be before until",
                "notifications?recipient=a,b|recipient must not contain a comma",
                "notifications?type=a%20b|type must be",
                "notifications?topic=a/b|topic must be",
                "notifications?source=a%00b|source must have",
                "notifications?next=x|next must be",
                "notifications/deliveries?source=a|Give id",
                "notifications/deliveries|Give source",
                "notifications/deliveries?source=a&id=1&next=x|next must be",
                "notifications/deliveries?source=a&id=1&states=sent|There is no parameter 'states'",
                "recipients/a%2Cb|In the path, recipient must not contain a comma",
                "recipients/a?before=0|before must be",
                "recipients/a?limit=999|limit must be",
                "recipients/a?x=1|There is no parameter 'x'"
            })
    void namesWhatToChange(String query, String begins) {
        assertThat(detail(node().get("operator", "/v1/admin/" + query), 400)).startsWith(begins);
    }

    @Test
    void saysWhatIsNotThere() {
        assertThat(detail(node().get("operator", PATH + "?source=/x&id=1"), 404))
                .startsWith("No notification with this source and id");
        assertThat(detail(node().get("operator", PATH + "/deliveries?source=/x&id=1"), 404))
                .startsWith("No notification with this source and id");
        assertThat(detail(node().get("operator", "/v1/admin/recipients/nobody"), 404))
                .startsWith("No recipient has this name");
        publish("/gone", "g", "gina");
        sql().update("delete from notification where source = '/gone'");
        for (String path : List.of(PATH, PATH + "/deliveries")) {
            Answer gone = node().get("operator", path + "?source=/gone&id=g");
            assertThat(detail(gone, 404)).startsWith("The notification was stored");
            assertThat(gone.json().get("storedAt").asString()).endsWith("Z");
        }
        HttpResponse<String> csv = accepting("text/csv", PATH + "/deliveries?source=/x&id=1");
        assertThat(csv.statusCode()).isEqualTo(404);
        assertThat(csv.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(accepting("image/png", PATH + "/deliveries?source=/x&id=1").statusCode())
                .isEqualTo(406);
    }

    @Test
    void exportsEveryFormat() {
        publish("/export", "e", "=emil", "fred");
        String path = PATH + "/deliveries?source=/export&id=e";
        for (String any : List.of("*/*", "application/json", "text/csv;q=0.5, application/json")) {
            assertThat(accepting(any, path).headers().firstValue("Content-Type").orElse(""))
                    .as(any)
                    .startsWith("application/json");
        }
        HttpResponse<String> csv = accepting("text/csv", path);
        assertThat(csv.headers().firstValue("Content-Type")).contains("text/csv;charset=UTF-8");
        assertThat(csv.body().split("\r\n")).hasSize(3).anyMatch(line -> line.startsWith("'=emil,1,pending,1,20"));
        HttpResponse<String> lines = accepting("application/x-ndjson", path + "&state=pending");
        assertThat(lines.headers().firstValue("Content-Type")).contains("application/x-ndjson");
        assertThat(Arrays.stream(lines.body().split("\n"))
                        .map(line -> JsonMapper.shared().readTree(line))
                        .map(line -> line.get("recipient").asString()))
                .containsExactlyInAnyOrder("=emil", "fred");
        assertThat(accepting("application/x-ndjson", path + "&state=acked").body())
                .isEmpty();
        assertThat(accepting("text/csv", path + "&limit=5").body()).contains("There is no parameter 'limit' here");
    }

    @Test
    void holdsOnePageForAClientThatDoesNotReadAndEndsWhenItLeaves() throws IOException {
        publish("/large", "l", "zoe");
        sql().update(DELIVERIES_FOR_50000, "large-", "/large");
        String path = PATH + "/deliveries?source=/large&id=l";
        Http http = node().http();
        PAGES.set(0);
        HttpResponse<String> all = accepting("application/x-ndjson", path);
        assertThat(all.body().lines().distinct().count()).isEqualTo(50_001);
        assertThat(PAGES).hasValue(101);

        PAGES.set(0);
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(16 * 1024);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), node().port()));
            socket.getOutputStream()
                    .write(("GET " + path
                                    + " HTTP/1.1\r\nHost: x\r\nAccept: application/x-ndjson\r\nAuthorization: Bearer "
                                    + Tokens.of("operator") + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            await().during(Duration.ofSeconds(1)).atMost(DEADLINE).until(PAGES::get, stands());
            // what the system's buffers took, and one more
            assertThat(PAGES).hasValueLessThan(80);
            HttpResponse<String> refused = accepting("text/csv", path);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("urn:notification:problem:overloaded");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        }
        await().atMost(DEADLINE)
                .until(() -> http.get(
                                        PATH + "/deliveries?source=/large&id=l&state=acked",
                                        "Authorization",
                                        "Bearer " + Tokens.of("operator"),
                                        "Accept",
                                        "text/csv")
                                .statusCode()
                        == 200);
    }

    @Test
    void breaksOffWhenTheNodeStops() {
        publish("/stopped", "s", "yan");
        sql().update(DELIVERIES_FOR_50000, "stopped-", "/stopped");
        // pages of milliseconds, so half a minute at the least
        Node stopping = cluster().start(List.of(Counting.class), "--notification.admin.export-share=0.01");
        PAGES.set(0);
        CompletableFuture<HttpResponse<String>> all = CompletableFuture.supplyAsync(() -> stopping.http()
                .get(
                        PATH + "/deliveries?source=/stopped&id=s",
                        "Authorization",
                        "Bearer " + Tokens.of("operator"),
                        "Accept",
                        "application/x-ndjson"));
        await().atMost(DEADLINE).until(() -> PAGES.get() > 2);
        CompletableFuture<Void> stopped =
                CompletableFuture.runAsync(() -> stopping.context().close());
        assertThat(all).as("neither whole nor waited for").failsWithin(Duration.ofSeconds(20));
        stopped.join();
    }

    private static java.util.function.Predicate<Integer> stands() {
        int[] last = {-1};
        return now -> {
            boolean same = last[0] == now;
            last[0] = now;
            return same;
        };
    }
}
