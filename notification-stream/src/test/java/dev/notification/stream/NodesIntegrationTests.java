package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.stream.Cluster.Node;
import dev.notification.stream.nodes.ConnectionsReport;
import dev.notification.stream.nodes.ConnectionsReport.AskedNode;
import dev.notification.stream.nodes.ConnectionsReport.Shown;
import dev.notification.stream.nodes.RecipientConnections;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What nodes know of each other: two that hear each other, and one that hears nobody. */
class NodesIntegrationTests {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String FORWARDED =
            "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Proto: https\r\nForwarded: for=6.6.6.6";

    private static @Nullable Cluster started;
    private static @Nullable Node a;
    private static @Nullable Node b;
    private static @Nullable Node deaf;

    @BeforeAll
    static void start() {
        Cluster cluster = new Cluster();
        started = cluster;
        a = cluster.start("--notification.node.name=a");
        b = cluster.start("--notification.node.name=b", "--notification.ingest.enabled=false");
        deaf = cluster.start(
                "--notification.node.name=deaf",
                "--notification.ingest.enabled=false",
                "--notification.kafka.topics.arrivals=deaf-" + System.nanoTime());
        for (Node node : List.of(a, b))
            soon().until(() -> answered(ask(node, "probe")).equals(List.of("a", "b")));
    }

    @AfterAll
    static void stop() {
        cluster().close();
    }

    private static Cluster cluster() {
        return Objects.requireNonNull(started);
    }

    private static Node a() {
        return Objects.requireNonNull(a);
    }

    private static Node b() {
        return Objects.requireNonNull(b);
    }

    private static Node deaf() {
        return Objects.requireNonNull(deaf);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }

    private static ConnectionsReport ask(Node node, String recipient) {
        return Objects.requireNonNull(
                node.context().getBean(RecipientConnections.class).of(recipient).block(LONG));
    }

    private static List<String> answered(ConnectionsReport report) {
        return report.nodes().stream()
                .filter(AskedNode::answered)
                .map(AskedNode::node)
                .toList();
    }

    @Test
    void tellsOfConnectionsWhereverTheyAreAndWhoeverIsAsked() {
        Instant before = Clock.systemUTC().instant().minusSeconds(1);
        try (RawStream onA = a().stream("anna");
                RawStream onB = b().stream("anna");
                RawStream filtered = RawStream.open(b().port(), "/v1/stream?types=y,x", Tokens.of("anna"));
                RawStream cursorAcks = RawStream.open(b().port(), "/v1/stream?ack=cursor", Tokens.of("anna"));
                RawStream another = b().stream("annabel")) {
            for (RawStream stream : List.of(onA, onB, filtered, cursorAcks, another)) stream.event("stream.caught-up");
            cluster().publish(Cluster.to("anna", 1).build());
            cluster().publish(Cluster.to("anna", 2).build());
            onA.hasSequences(1L, 2L);
            onB.hasSequences(1L, 2L);
            assertThat(a().post("anna", "/v1/acks", "{\"seqs\":[1]}").status()).isEqualTo(200);
            onB.event("stream.acked");

            for (Node node : List.of(a(), b())) {
                soon().untilAsserted(() -> {
                    ConnectionsReport report = ask(node, "anna");
                    assertThat(report.nodes())
                            .containsExactly(
                                    new AskedNode("a", true, true, 1),
                                    new AskedNode("b", true, true, 3),
                                    new AskedNode("deaf", true, false, 0));
                    assertThat(report.connections()).extracting(Shown::node).containsExactly("a", "b", "b", "b");
                    Shown plain = report.connections().get(1);
                    assertThat(plain.since())
                            .isBetween(before, Clock.systemUTC().instant());
                    assertThat(plain.address()).isEqualTo("127.0.0.1");
                    assertThat(plain.inFlight()).isEqualTo(1);
                    assertThat(plain.lastAckAt()).isNotNull().isAfterOrEqualTo(plain.since());
                    assertThat(plain.lastId()).isEqualTo(onB.cursor());
                    assertThat(plain.types()).isEmpty();
                    assertThat(plain.ack()).isNull();
                    Shown narrow = report.connections().get(2);
                    assertThat(narrow.types()).containsExactly("x", "y");
                    assertThat(narrow.inFlight()).isZero();
                    assertThat(narrow.lastAckAt()).isNull();
                    assertThat(report.connections().get(3).ack()).isEqualTo("cursor");
                });
            }
        }
        soon().until(() -> ask(a(), "anna").connections().isEmpty());
    }

    @Test
    void believesNobodyWhoClaimsToForwardForAnother() {
        try (RawStream stream = a().stream("felix", FORWARDED)) {
            stream.event("stream.caught-up");
            soon().untilAsserted(() -> hasTrueAddress(a().get("operator", "/v1/admin/recipients/felix")));
        }
        String revoked = a().http()
                .untilClosed("POST /v1/admin/recipients/felix/revoke HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Content-Length: 0\r\nAuthorization: Bearer " + Tokens.of("operator") + "\r\n" + FORWARDED
                        + "\r\n\r\n");
        assertThat(revoked).startsWith("HTTP/1.1 200 ");
        hasTrueAddress(a().get("operator", "/v1/admin/audit?recipient=felix"));
    }

    private static void hasTrueAddress(Answer answer) {
        assertThat(answer.body()).contains("\"address\":\"127.0.0.1\"").doesNotContain("6.6.6.6");
    }

    @Test
    void saysOfASilentNodeThatItDidNotAnswer() {
        try (RawStream onDeaf = deaf().stream("bert")) {
            onDeaf.event("stream.caught-up");
            // one that beats late is not waited for
            soon().untilAsserted(() -> {
                long begin = System.nanoTime();
                ConnectionsReport report = ask(a(), "bert");
                assertThat(report.nodes()).contains(new AskedNode("deaf", true, false, 0));
                assertThat(report.connections()).isEmpty();
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(1_900));
            });
            soon().untilAsserted(() -> {
                ConnectionsReport own = ask(deaf(), "bert");
                assertThat(answered(own)).containsExactly("deaf");
                assertThat(own.nodes()).hasSize(3).allMatch(AskedNode::alive);
                assertThat(own.connections()).extracting(Shown::node).containsExactly("deaf");
            });
        }
    }

    @Test
    void forgetsANodeThatWasStoppedAtOnce() {
        Node leaves = cluster().start("--notification.node.name=leaves", "--notification.ingest.enabled=false");
        soon().until(() -> answered(ask(a(), "x")).contains("leaves"));
        leaves.context().close();
        assertThat(ask(a(), "x").nodes()).extracting(AskedNode::node).doesNotContain("leaves");
    }

    @Test
    void knowsNothingOfWhoIsNowhere() {
        assertThat(ask(b(), "nobody").connections()).isEmpty();
        soon().untilAsserted(() -> assertThat(answered(ask(b(), "nobody"))).containsExactly("a", "b"));
    }
}
