package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.api.Data;
import dev.notification.api.Priority;
import dev.notification.stream.Cluster.Node;
import dev.notification.stream.testing.H2Client;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that do not read: C40, T22. Five megabytes wait for each. */
class SlowClientIntegrationTests {
    private static final List<Priority> LANES = List.of(Priority.HIGH, Priority.NORMAL, Priority.LOW);
    private static final int FRAMES = 100;
    private static final int FRAME_BYTES = 50_000;
    private static final long MOST = 256 * 1024 + FRAME_BYTES + 1_000;
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Cluster cluster = new Cluster();
    private static Node node;
    private static Node patient;

    private final String alice = "alice-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        node = cluster.start(List.of(Waiting.class), "--notification.stream.slow-timeout=4s");
        patient = cluster.start(
                List.of(Waiting.class),
                "--notification.ingest.enabled=false",
                "--notification.stream.slow-timeout=5m",
                // neither does the system cut it off, nor does anything come twice
                "--notification.http.tcp.user-timeout=6m",
                "--notification.stream.ack-wait=5m");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void forget() {
        await().atMost(DEADLINE).until(() -> open() == 0 && patient.connections() == 0);
        Waiting.forget();
    }

    private static double open() {
        return node.meter("notification.stream.connections");
    }

    private static double slow() {
        return node.meter("notification.stream.closed", "reason", "slow");
    }

    /** Which cannot be compressed, in all lanes in turn. */
    private void publish(boolean lanes) {
        for (int i = 1; i <= FRAMES; i++) {
            Priority lane = lanes ? LANES.get(i % 3) : Priority.NORMAL;
            cluster.publish(Cluster.to(alice, i)
                    .priority(lane)
                    .data(Data.json("\"" + "x".repeat(FRAME_BYTES) + "\""))
                    .build());
        }
        await().atMost(DEADLINE)
                .until(() ->
                        node.get(alice, "/v1/inbox/summary").json().get("head").asLong() == FRAMES);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oneThatDoesNotReadLiveHoldsLittleAndIsCut(boolean lanes) {
        double before = slow();
        try (RawStream stream = RawStream.reluctant(node.port(), Tokens.of(alice))) {
            stream.event("stream.caught-up");
            stream.stopReading();
            publish(lanes);
            await().atMost(DEADLINE).until(() -> slow() == before + 1);
            assertThat(open()).isZero();
            assertThat(Waiting.most()).isBetween(64L * 1024, MOST);
            stream.readOn();
            assertThat(stream.endedCleanly()).isFalse();
        }
    }

    @Test
    void oneThatDoesNotReadItsBacklogHoldsLittleAndIsCut() {
        publish(true);
        double before = slow();
        try (RawStream stream = RawStream.reluctant(node.port(), Tokens.of(alice))) {
            stream.stopReading();
            await().atMost(DEADLINE).until(() -> slow() == before + 1);
            assertThat(Waiting.most()).isBetween(64L * 1024, MOST);
        }
    }

    @Test
    void oneThatReadsAgainInTimeGetsEverything() {
        try (RawStream stream = RawStream.reluctant(patient.port(), Tokens.of(alice))) {
            stream.event("stream.caught-up");
            stream.stopReading();
            publish(false);
            await().atMost(DEADLINE).until(() -> Waiting.most() >= 64L * 1024);
            stream.readOn();
            stream.hasSequences(LongStream.rangeClosed(1, FRAMES).boxed().toArray(Long[]::new));
            assertThat(Waiting.most()).isBetween(64L * 1024, MOST);
        }
    }

    @Test
    void aStreamOfHttp2HoldsLittleAndIsCutAloneAndTheConnectionGoesOn() {
        String bob = "bob-" + alice;
        double before = slow();
        try (H2Client client = new H2Client("127.0.0.1", node.port())) {
            H2Client.Exchange stuck = client.stream(Tokens.of(alice)).has("stream.caught-up");
            H2Client.Exchange other = client.stream(Tokens.of(bob)).has("stream.caught-up");
            stuck.reads(false);
            publish(true);
            cluster.publish(Cluster.to(bob, 1).build());
            other.has("\"seq\":1,");
            await().atMost(DEADLINE).until(() -> slow() == before + 1);
            assertThat(Waiting.most()).isBetween(64L * 1024, MOST);
            assertThat(open()).isEqualTo(1);
            cluster.publish(Cluster.to(bob, 2).build());
            other.has("\"seq\":2,");
            // and alice, who reads now, gets all that the stuck stream did not give her
            H2Client.Exchange again = client.stream(Tokens.of(alice));
            await().atMost(DEADLINE).until(() -> again.count("\"seq\":") == FRAMES);
        }
    }
}
