package dev.notification.stream.description;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.Notification;
import dev.notification.api.Priority;
import dev.notification.stream.Cluster;
import dev.notification.stream.Cluster.Node;
import dev.notification.stream.RawStream;
import dev.notification.stream.RawStream.Block;
import dev.notification.stream.Tokens;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a node sends, by the schemas of {@code docs/asyncapi.yaml}. */
class AsyncApiIntegrationTests {
    private static final EventDocument DOCUMENT = new EventDocument();
    private static final Cluster CLUSTER = new Cluster();
    private static final Node NODE = CLUSTER.start("--notification.stream.max-in-flight=3");

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    private static Notification.Builder to(String recipient, int number) {
        return Cluster.to(recipient, number).attribute("subject", "a").attribute("extension", true);
    }

    @Test
    void describesEveryFrame() {
        Set<String> seen = new TreeSet<>();
        CLUSTER.publish(to("alice", 1).build());
        CLUSTER.publish(to("alice", 2).priority(Priority.HIGH).build());
        try (RawStream stored = NODE.stream("alice")) {
            // in either order: high overtakes what is stored with it
            stored.block(block -> block.data().contains("\"seq\":1,"));
            stored.block(block -> block.data().contains("\"seq\":2,"));
        }
        try (RawStream stream = NODE.stream("alice", "Last-Event-ID: zzzzz.1")) {
            stream.event("stream.caught-up");
            assertThat(NODE.post("alice", "/v1/acks", "{\"seqs\":[1]}").status())
                    .isEqualTo(200);
            assertThat(NODE.post("alice", "/v1/inbox/reads", "{\"upTo\":2}").status())
                    .isEqualTo(200);
            stream.event("stream.acked");
            stream.event("stream.read");
            for (int i = 3; i <= 7; i++) CLUSTER.publish(to("alice", i).build());
            stream.event("stream.stalled");
            String revoke = "/v1/admin/recipients/alice/revoke";
            assertThat(NODE.post("operator", revoke, "").status()).isEqualTo(200);
            stream.event("stream.close");
            areDescribed(stream, seen);
        }
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "ready", "reset", "notification", "bookmark", "caughtUp", "acked", "read", "stalled", "close");
    }

    @Test
    void describesFramesWithAnEventField() {
        CLUSTER.publish(to("bob", 1).build());
        for (String events : List.of("type", "priority")) {
            String query = "/v1/stream?events=" + events;
            String token = Tokens.of("bob");
            try (RawStream stream = RawStream.open(NODE.port(), query, token)) {
                stream.event(events.equals("type") ? "test.number" : "normal-priority");
                stream.event("stream.caught-up");
                areDescribed(stream, new TreeSet<>());
            }
        }
    }

    private static void areDescribed(RawStream stream, Set<String> seen) {
        for (Block block : stream.blocks()) {
            seen.add(DOCUMENT.messageOf(block));
            assertThat(DOCUMENT.faults(block)).as(String.valueOf(block)).isEmpty();
        }
    }

    @Test
    void describesDeadLetters() {
        byte[] nonsense = "nonsense".getBytes(US_ASCII);
        CLUSTER.records().write(List.of(nonsense));
        ObjectNode headers = JsonMapper.shared().createObjectNode();
        for (Map.Entry<String, String> header :
                CLUSTER.records().headersOf(nonsense).entrySet()) {
            headers.put(header.getKey(), header.getValue());
        }
        assertThat(DOCUMENT.faults("deadLetter", "headers", headers)).isEmpty();
        headers.put("rejection-code", "not-a-code");
        assertThat(DOCUMENT.faults("deadLetter", "headers", headers)).isNotEmpty();
    }

    @Test
    void refusesWhatIngestRefuses() {
        String event =
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"recipient\":\"carol\"}";
        assertThat(faults(event)).isEmpty();
        for (String bad : List.of(
                event.replace("1.0", "0.3"),
                event.replace("\"recipient\":\"carol\"", "\"x\":1"),
                event.replace("\"recipient\"", "\"recipients\":\"a\",\"recipient\""),
                event.replace("\"t\"", "\"stream.open\""),
                event.replace("carol", "a,b"),
                event.replace("/s", "s".repeat(513)),
                event.replace("}", ",\"Large\":1}"),
                event.replace("}", ",\"priority\":\"urgent\"}"),
                event.replace("}", ",\"ackpolicy\":\"some\"}"),
                event.replace("}", ",\"time\":\"today\"}"),
                event.replace("}", ",\"x\":1.5}"))) {
            assertThat(faults(bad)).as(bad).isNotEmpty();
            String path = "/v1/notifications";
            var answer = NODE.http()
                    .send(
                            "POST",
                            path,
                            bad,
                            "Authorization",
                            "Bearer " + Tokens.of("alice"),
                            "Content-Type",
                            "application/cloudevents+json");
            assertThat(answer.statusCode()).as(bad).isEqualTo(400);
        }
    }

    private static List<String> faults(String event) {
        return DOCUMENT.faults("structured", "payload", JsonMapper.shared().readTree(event));
    }
}
