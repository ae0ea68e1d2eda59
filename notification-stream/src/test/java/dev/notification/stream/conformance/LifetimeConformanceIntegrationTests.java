package dev.notification.stream.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.SignedJWT;
import dev.notification.stream.Cluster.Node;
import dev.notification.stream.RawStream;
import dev.notification.stream.RawStream.Block;
import dev.notification.stream.RawStream.Part;
import dev.notification.stream.Tokens;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** C32 to C36: heartbeats, and the ends that the server chooses. */
@ExtendWith(Nodes.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LifetimeConformanceIntegrationTests {
    private static final Duration HEARTBEAT = Duration.ofMillis(200);
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    /** How late may come what has its time, on a machine that has much else to do; {@code LifetimeTests} know the moment. */
    private static final Duration LATE = Duration.ofSeconds(5);

    private final Nodes nodes;
    /** Opened first and looked at last, because its heartbeat takes 15 s. */
    private final RawStream silent;

    LifetimeConformanceIntegrationTests(Nodes nodes) {
        this.nodes = nodes;
        this.silent = nodes.ordinary().stream(nodes.recipient().name());
    }

    @BeforeAll
    void theSilentOneIsOpen() {
        silent.event("stream.caught-up");
    }

    @Test
    void c32noHeartbeatIsInsideABlock() {
        List<Recipient> ten =
                IntStream.range(0, 10).mapToObj(i -> nodes.recipient()).toList();
        List<String> names = ten.stream().map(Recipient::name).toList();
        List<RawStream> streams =
                ten.stream().map(one -> one.streamOn(nodes.brisk())).toList();
        streams.forEach(stream -> stream.event("stream.caught-up"));
        int bursts = 9;
        int burst = 100;
        AtomicInteger done = new AtomicInteger();
        withPauses(Duration.ofMillis(750), bursts, () -> {
            for (int i = 0; i < burst; i++) {
                nodes.cluster().publish(ten.get(0).number(i).recipients(names).build());
            }
            done.incrementAndGet();
        });
        await().atMost(DEADLINE).until(() -> done.get() == bursts);
        Long[] all = LongStream.rangeClosed(1, (long) bursts * burst).boxed().toArray(Long[]::new);
        for (RawStream stream : streams) {
            stream.hasSequences(all);
            await().atMost(DEADLINE).until(() -> heartbeats(stream).size() > 2);
            String[] blocks = stream.text().split("\n\n");
            assertThat(blocks)
                    .filteredOn(block -> !block.equals(":"))
                    .allMatch(block -> block.matches(
                            "(retry: \\d+|id: [a-z0-9.]+)|(id: [a-z0-9.]+\n|event: \\S+\n)?data: [^\n]+"));
            stream.close();
        }
    }

    @Test
    void c33anIdleStreamHasACommentForEveryHeartbeat() {
        try (RawStream stream = nodes.recipient().streamOn(nodes.brisk())) {
            stream.event("stream.caught-up");
            await().atMost(DEADLINE).until(() -> heartbeats(stream).size() >= 6);
            List<Part> heartbeats = heartbeats(stream);
            for (int i = 0; i < heartbeats.size(); i++) {
                assertThat(stream.sinceAsked(heartbeats.get(i).nanos()))
                        .isGreaterThanOrEqualTo(HEARTBEAT.multipliedBy(i + 1));
            }
            assertThat(silences(stream))
                    .allSatisfy(silence -> assertThat(silence).isLessThanOrEqualTo(HEARTBEAT.plus(LATE)));
            assertThat(stream.blocks()).extracting(Block::event).containsExactly("stream.ready", "stream.caught-up");
        }
    }

    @Test
    void c34whatIsSentPutsTheHeartbeatOff() {
        Recipient alice = nodes.recipient();
        int count = 60;
        try (RawStream stream = alice.streamOn(nodes.brisk())) {
            stream.event("stream.caught-up");
            List<Long> published = new CopyOnWriteArrayList<>();
            withPauses(Duration.ofMillis(50), count, () -> {
                published.add(System.nanoTime());
                nodes.cluster().publish(alice.number(published.size()).build());
            });
            await().atMost(DEADLINE)
                    .until(() ->
                            stream.seqs().size() == count && heartbeats(stream).size() > 3);
            // since the last one before it was published, which delay on its way only makes longer
            int shown = 0;
            for (Part part : stream.parts()) {
                shown += text(part).split("data: \\{\"seq\":", -1).length - 1;
                if (shown > 0 && isHeartbeat(part))
                    assertThat(Duration.ofNanos(part.nanos() - published.get(shown - 1)))
                            .isGreaterThanOrEqualTo(HEARTBEAT);
            }
        }
    }

    @Test
    void c35itEndsWhenItsTokenDoes() throws ParseException {
        String token = Tokens.of(nodes.recipient().name(), Duration.ofSeconds(5));
        Instant expiry =
                SignedJWT.parse(token).getJWTClaimsSet().getExpirationTime().toInstant();
        try (RawStream stream = RawStream.open(nodes.ordinary().port(), "/v1/stream", token)) {
            assertThat(stream.endedCleanly()).isTrue();
            Instant now = Clock.systemUTC().instant();
            assertThat(now).isAfterOrEqualTo(expiry);
            Duration since = stream.sinceAsked(System.nanoTime()).minus(stream.sinceAsked());
            assertThat(now.minus(since)).isBeforeOrEqualTo(expiry.plus(LATE));
            assertThat(stream.text())
                    .endsWith("\n\nevent: stream.close\ndata: {\"reason\":\"token-expired\",\"reconnect\":true}\n\n");
        }
    }

    @Test
    void c36itEndsOfOldAgeAndItsCursorIsGood() {
        Recipient alice = nodes.recipient();
        alice.has(1, 2);
        Node mayfly = nodes.start("--notification.ingest.enabled=false", "--notification.stream.max-age=5s");
        String cursor;
        try (RawStream stream = alice.streamOn(mayfly)) {
            stream.hasSequences(1L, 2L);
            assertThat(stream.endedCleanly()).isTrue();
            // a fifth of it may be missing
            assertThat(stream.sinceAsked()).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
            // the node counts from before it answered
            long answered = stream.parts().get(0).nanos();
            assertThat(stream.sinceAsked().minus(stream.sinceAsked(answered)))
                    .isLessThanOrEqualTo(Duration.ofSeconds(5).plus(LATE));
            assertThat(stream.text())
                    .endsWith("\n\nevent: stream.close\ndata: {\"reason\":\"max-age\",\"reconnect\":true}\n\n");
            cursor = stream.cursor();
        }
        alice.has(3, 3);
        try (RawStream stream = alice.stream("Last-Event-ID: " + cursor)) {
            assertThat(stream.event("stream.ready").json().get("resumed").asBoolean())
                    .isTrue();
            stream.hasSequences(3L);
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void c33byDefaultAHeartbeatComesAfter15Seconds() {
        Duration heartbeat = Duration.ofSeconds(15);
        await().atMost(DEADLINE).until(() -> heartbeats(silent).size() >= 2);
        Part first = heartbeats(silent).get(0);
        assertThat(silent.sinceAsked(first.nanos())).isGreaterThanOrEqualTo(heartbeat);
        assertThat(silences(silent))
                .allSatisfy(silence -> assertThat(silence).isLessThanOrEqualTo(heartbeat.plus(LATE)));
        silent.close();
    }

    private static List<Part> heartbeats(RawStream stream) {
        return stream.parts().stream()
                .filter(LifetimeConformanceIntegrationTests::isHeartbeat)
                .toList();
    }

    /** For how long nothing had come, before each heartbeat. */
    private static List<Duration> silences(RawStream stream) {
        List<Duration> silences = new ArrayList<>();
        List<Part> parts = List.copyOf(stream.parts());
        for (int i = 1; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (isHeartbeat(part))
                silences.add(Duration.ofNanos(part.nanos() - parts.get(i - 1).nanos()));
        }
        return silences;
    }

    private static boolean isHeartbeat(Part part) {
        return text(part).equals(":\n\n");
    }

    private static String text(Part part) {
        return new String(part.bytes(), UTF_8);
    }

    /** Does it so often, with a pause of the same length after each time, however long it took. */
    private static void withPauses(Duration pause, int times, Runnable action) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        AtomicInteger left = new AtomicInteger(times);
        var unused = timer.scheduleWithFixedDelay(
                () -> {
                    if (left.getAndDecrement() > 0) action.run();
                    else timer.shutdown();
                },
                0,
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }
}
