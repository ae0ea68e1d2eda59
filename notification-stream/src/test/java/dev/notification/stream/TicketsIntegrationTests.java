package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.stream.Cluster.Node;
import dev.notification.stream.testing.Http;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Streams that a ticket opens, on three nodes. One hears no arrivals of the others, nor they of it: only the table tells
 * them. Another one looks into the table so seldom that only arrivals tell it.
 */
class TicketsIntegrationTests {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final String REPLACED = "{\"reason\":\"limit\",\"reconnect\":false}";

    private static @Nullable Cluster cluster;
    private static @Nullable Node one;
    private static @Nullable Node other;
    private static @Nullable Node deaf;

    @BeforeAll
    static void start() {
        Cluster started = new Cluster();
        cluster = started;
        one = started.start("--notification.stream.reconnect-burst=20");
        other = started.start("--notification.ingest.enabled=false", "--notification.tickets.compare=1m");
        deaf = started.start(
                "--notification.ingest.enabled=false",
                "--notification.kafka.topics.arrivals=deaf-" + System.nanoTime());
    }

    @AfterAll
    static void stop() {
        Objects.requireNonNull(cluster).close();
    }

    private static Node one() {
        return Objects.requireNonNull(one);
    }

    private static Node other() {
        return Objects.requireNonNull(other);
    }

    private static Node deaf() {
        return Objects.requireNonNull(deaf);
    }

    private static Answer sold(Node node, String token) {
        Answer sold = Answer.to(node.port(), "POST", "/v1/stream-tickets", token, null);
        assertThat(sold.status()).as(sold.body()).isEqualTo(200);
        return sold;
    }

    private static String buy(Node node, String token) {
        return query(sold(node, token));
    }

    private static String query(Answer sold) {
        return "ticket=" + sold.json().get("ticket").asString();
    }

    private static HttpResponse<String> refused(Node node, String query) {
        HttpResponse<String> answer = new Http(node.port()).get("/v1/stream?" + query);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly("Bearer error=\"invalid_token\"");
        return answer;
    }

    /** As if it had been bought so much earlier. */
    private static void letTheTimeForTheFirstUsePass(String query) {
        int changed = one().context().getBean(JdbcTemplate.class).update("""
                        update stream_ticket set good_until = good_until - interval '30 seconds'
                        where hash = sha256(convert_to(?, 'UTF8'))""", query.substring("ticket=".length()));
        assertThat(changed).isEqualTo(1);
    }

    @Test
    void opensTheStreamOfWhoeverBoughtIt() {
        Answer sold = sold(one(), Tokens.of("anna"));
        assertThat(sold.json().get("expiresIn").asInt()).isEqualTo(30);
        try (RawStream stream = one().streamWith(query(sold))) {
            assertThat(stream.status()).contains("200");
            assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream;charset=UTF-8");
            assertThat(stream.event("stream.ready").json().get("recipient").asString())
                    .isEqualTo("anna");
            Objects.requireNonNull(cluster).publish(Cluster.to("anna", 1).build());
            stream.hasSequences(1L);
        }
    }

    @Test
    void refusesATicketThatComesTooLate() {
        String query = buy(one(), Tokens.of("berta"));
        letTheTimeForTheFirstUsePass(query);
        refused(one(), query);
        refused(other(), query);
    }

    @Test
    void opensItAgainOnAnotherNodeLongAfterTheTimeForTheFirstUse() {
        String query = buy(one(), Tokens.of("carla"));
        String cursor;
        try (RawStream stream = one().streamWith(query)) {
            Objects.requireNonNull(cluster).publish(Cluster.to("carla", 1).build());
            stream.hasSequences(1L);
            cursor = Objects.requireNonNull(stream.cursor());
        }
        letTheTimeForTheFirstUsePass(query);
        for (Node node : List.of(other(), one(), other())) {
            try (RawStream again = node.streamWith(query, "Last-Event-ID: " + cursor)) {
                assertThat(again.event("stream.ready").json().get("resumed").asBoolean())
                        .isTrue();
            }
        }
    }

    @Test
    void endsTheStreamBeforeOnTheSameNode() {
        endsTheStreamBefore("dora", other(), other());
    }

    @Test
    void endsTheStreamBeforeOnAnotherNode() {
        endsTheStreamBefore("emma", other(), one());
    }

    @Test
    void endsTheStreamBeforeAlsoWhenTheArrivalIsLost() {
        endsTheStreamBefore("frida", deaf(), one());
        endsTheStreamBefore("gerda", one(), deaf());
    }

    private static void endsTheStreamBefore(String recipient, Node first, Node second) {
        String query = buy(first, Tokens.of(recipient));
        try (RawStream other = first.stream(recipient);
                RawStream before = first.streamWith(query)) {
            other.event("stream.caught-up");
            before.event("stream.caught-up");
            try (RawStream after = second.streamWith(query)) {
                assertThat(before.event("stream.close").data()).isEqualTo(REPLACED);
                assertThat(before.endedCleanly()).isTrue();
                after.event("stream.caught-up");
                Objects.requireNonNull(cluster).publish(Cluster.to(recipient, 1).build());
                after.hasSequences(1L);
                other.hasSequences(1L);
                assertThat(after.text()).doesNotContain("stream.close");
                assertThat(other.text()).doesNotContain("stream.close");
            }
        }
    }

    @Test
    void takesThePlaceOfTheStreamBeforeWhenTheRecipientHasNoOther() {
        List<RawStream> streams = new ArrayList<>();
        try {
            String query = buy(one(), Tokens.of("helga"));
            streams.add(one().streamWith(query));
            for (int i = 0; i < 9; i++) streams.add(one().stream("helga"));
            streams.forEach(stream -> stream.event("stream.caught-up"));
            try (RawStream eleventh = one().stream("helga")) {
                assertThat(eleventh.event("stream.close").data())
                        .isEqualTo("{\"reason\":\"limit\",\"reconnect\":true}");
            }
            streams.add(one().streamWith(query));
            streams.get(10).event("stream.caught-up");
            assertThat(streams.get(0).event("stream.close").data()).isEqualTo(REPLACED);
        } finally {
            streams.forEach(RawStream::close);
        }
    }

    @Test
    void endsWithTheCredentialThatBoughtIt() {
        Instant now = CLOCK.instant();
        String query = buy(one(), Tokens.of("ilse", now, now.plusSeconds(10)));
        try (RawStream stream = one().streamWith(query)) {
            assertThat(stream.event("stream.close").data())
                    .isEqualTo("{\"reason\":\"token-expired\",\"reconnect\":true}");
            assertThat(stream.endedCleanly()).isTrue();
        }
        refused(one(), query);
        refused(other(), query);
    }

    @Test
    void believesTheHeaderAndLeavesTheTicketAlone() {
        String good = buy(one(), Tokens.of("jutta"));
        String late = buy(one(), Tokens.of("jutta"));
        for (String query : List.of(good, late)) {
            try (RawStream bearer = RawStream.open(one().port(), "/v1/stream?" + query, Tokens.of("klara"))) {
                assertThat(bearer.event("stream.ready").json().get("recipient").asString())
                        .isEqualTo("klara");
            }
        }
        // had it been used, it would be good for longer
        letTheTimeForTheFirstUsePass(late);
        refused(one(), late);
        try (RawStream stream = one().streamWith(good)) {
            assertThat(stream.event("stream.ready").json().get("recipient").asString())
                    .isEqualTo("jutta");
        }
    }

    @Test
    void isNoCredentialAnywhereElse() {
        String query = buy(one(), Tokens.of("lisa"));
        Http http = new Http(one().port());
        for (String path : List.of("/v1/inbox", "/v1/inbox/summary", "/v1/admin/recipients/x/revoke", "/v1/nothing")) {
            assertThat(http.get(path + "?" + query).statusCode()).as(path).isEqualTo(401);
        }
        assertThat(http.send("POST", "/v1/acks?id=1&" + query, "").statusCode()).isEqualTo(401);
    }

    /** Two hundred at once, each on a node it did not buy its ticket on. */
    @Test
    void takesAStormOfTickets() throws Exception {
        List<String> queries = IntStream.range(0, 200)
                .mapToObj(i -> buyQuickly("storm-" + i % 25))
                .toList();
        ExecutorService clients = Executors.newFixedThreadPool(20);
        List<RawStream> streams = new ArrayList<>();
        try {
            List<Future<RawStream>> opening = queries.stream()
                    .map(query -> clients.submit(() -> other().streamWith(query)))
                    .toList();
            for (Future<RawStream> one : opening) streams.add(one.get());
            assertThat(streams).allSatisfy(stream -> stream.event("stream.caught-up"));
            assertThat(streams).noneMatch(stream -> stream.text().contains("stream.close"));
        } finally {
            streams.forEach(RawStream::close);
            clients.shutdownNow();
        }
    }

    /** Used once, so that the others can be bought in peace. */
    private static String buyQuickly(String recipient) {
        String query = buy(one(), Tokens.of(recipient));
        try (RawStream stream = one().streamWith(query)) {
            assertThat(stream.status()).contains("200");
        }
        return query;
    }
}
