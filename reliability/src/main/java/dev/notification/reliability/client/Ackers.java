package dev.notification.reliability.client;

import dev.notification.reliability.history.Observation.Acked;
import dev.notification.reliability.history.Observation.Span;
import dev.notification.reliability.history.Outcome;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Ack a share of what was received, each some time later, at all nodes in turn; one that fails is not tried again. */
public final class Ackers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LATEST_MILLIS = 1_000;

    private final Crowd crowd;
    private final double share;
    private final Random chance;
    private final List<Door> doors;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    private final Phaser underWay = new Phaser(1);
    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicLong asked = new AtomicLong();

    /** @param share of the frames, from 0 to 1 */
    public Ackers(Crowd crowd, double share) {
        this.crowd = crowd;
        this.share = share;
        this.chance = new Random(crowd.seed());
        this.doors = crowd.doors(0);
    }

    /** On one thread. */
    void received(String recipient, long seq) {
        if (chance.nextDouble() >= share) return;
        var unused = later.schedule(() -> ack(recipient, seq), chance.nextInt(LATEST_MILLIS), TimeUnit.MILLISECONDS);
    }

    private void ack(String recipient, long seq) {
        Door door = doors.get((int) (asked.getAndIncrement() % doors.size()));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + "/v1/acks"))
                .header("Authorization", "Bearer " + crowd.token(recipient))
                .header("Content-Type", "application/json")
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString("{\"seqs\":[" + seq + "]}"))
                .build();
        long begun = crowd.log().now();
        underWay.register();
        var answer = client.sendAsync(request, BodyHandlers.discarding())
                .handle((response, failure) -> response == null ? 0 : response.statusCode())
                .thenAccept(status -> answered(begun, recipient, seq, status));
        var unused = answer.whenComplete((done, failure) -> underWay.arriveAndDeregister());
    }

    private void answered(long begun, String recipient, long seq, int status) {
        Outcome outcome = outcome(status);
        if (outcome == Outcome.OK) confirmed.incrementAndGet();
        crowd.log()
                .add(new Acked(crowd.log().now(), begun, recipient, List.of(new Span(seq, seq)), 0, outcome, status));
    }

    /** Only what was refused is certain not to have happened: a commit can outlive its answer. */
    private static Outcome outcome(int status) {
        return switch (status / 100) {
            case 2 -> Outcome.OK;
            case 4 -> Outcome.FAIL;
            default -> Outcome.UNKNOWN;
        };
    }

    /** Acks so far, answered or not. */
    public long asked() {
        return asked.get();
    }

    /** Acks that were answered with success. */
    public long confirmed() {
        return confirmed.get();
    }

    /** Returns when every ack that was due was sent and has its answer, or none in time. */
    @Override
    public void close() {
        later.shutdown();
        try {
            if (!later.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                throw new IllegalStateException("acks still wait for their time after " + PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
        underWay.arriveAndAwaitAdvance();
    }
}
