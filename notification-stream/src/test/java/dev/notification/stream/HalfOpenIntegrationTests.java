package dev.notification.stream;

import static org.awaitility.Awaitility.await;

import dev.notification.stream.Cluster.Node;
import dev.notification.stream.testing.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that vanish without a word, as those do whose cable is pulled: no FIN, no RST, no answer. */
class HalfOpenIntegrationTests {
    private static final Duration GONE = Duration.ofSeconds(45);
    private static final String WHY = "that clients whose link is down are gone within 45 s";
    /** Another one each time: what a killed run left behind must not be in the way of the next. */
    private static final String NETWORK =
            "10.213." + ThreadLocalRandom.current().nextInt(256);

    private static final String NODE_ADDRESS = NETWORK + ".1";
    private static final String CLIENT_ADDRESS = NETWORK + ".2";
    private static final Cluster cluster = new Cluster();
    private static final String id = UUID.randomUUID().toString().substring(0, 6);
    private static final String elsewhere = "notification-" + id;
    private static boolean made;

    @BeforeAll
    static void anotherNetwork() {
        Program.need("ip", WHY);
        Program.need("curl", WHY);
        try {
            Program.run("ip", "netns", "add", elsewhere);
        } catch (IllegalStateException e) {
            System.err.println("NOT TESTED: " + WHY + ", because only root may make a network: " + e.getMessage());
            Assumptions.abort("Only root may make a network: " + WHY + " is not tested");
        }
        made = true;
        Program.run("ip", "link", "add", "near" + id, "type", "veth", "peer", "name", "far" + id, "netns", elsewhere);
        Program.run("ip", "address", "add", NODE_ADDRESS + "/30", "dev", "near" + id);
        Program.run("ip", "link", "set", "near" + id, "up");
        there("ip", "address", "add", CLIENT_ADDRESS + "/30", "dev", "far" + id);
        there("ip", "link", "set", "far" + id, "up");
    }

    @AfterAll
    static void noOtherNetwork() {
        cluster.close();
        if (!made) return;
        Program.run("ip", "link", "delete", "near" + id);
        Program.run("ip", "netns", "delete", elsewhere);
    }

    private static void there(String... command) {
        Program.run(inside(command).toArray(String[]::new));
    }

    private static List<String> inside(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", elsewhere));
        all.addAll(List.of(command));
        return all;
    }

    @Test
    void streamsOfClientsWhoseLinkIsDownAreGoneWithin45Seconds() {
        Node node = cluster.start();
        List<Program> clients = new ArrayList<>();
        for (String version : List.of("--http1.1", "--http1.1", "--http2", "--http2-prior-knowledge")) {
            clients.add(Program.start(inside(
                    "curl",
                    "-sSN",
                    version,
                    "-H",
                    "Authorization: Bearer " + Tokens.of("alice-" + clients.size() % 2),
                    "http://" + NODE_ADDRESS + ":" + node.port() + "/v1/stream")));
        }
        try {
            clients.forEach(client -> client.has("stream.caught-up"));
            there("ip", "link", "set", "far" + id, "down");
            // what is on its way to one of them does not help it
            cluster.publish(Cluster.to("alice-0", 1).build());
            await().atMost(GONE)
                    .pollInterval(Duration.ofMillis(250))
                    .until(() -> node.meter("notification.stream.connections") == 0);
        } finally {
            clients.forEach(Program::close);
        }
    }
}
