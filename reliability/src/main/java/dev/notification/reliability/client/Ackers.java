package dev.notification.reliability.client;

import dev.notification.reliability.history.Observation.Acked;
import dev.notification.reliability.history.Observation.Span;
import dev.notification.reliability.history.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;

/**
 * Ack every second sequence, which is the worst pattern: no range holds two. Everybody sends what came within about a second in one
 * request, at all nodes in turn, and asks again until it is confirmed. Its own requests wait for a thread, never for memory.
 */
public final class Ackers implements AutoCloseable {
    /** The service may wait 15 s for a database that says nothing; then it has to answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration LAST_PATIENCE = Duration.ofMinutes(2);
    private static final int LATEST_MILLIS = 1_000;
    /** Within it everybody has heard of an ack. */
    private static final Duration SEEN = Duration.ofSeconds(1);

    private static final int THREADS = 8;
    private static final int REQUEST = 500;

    private final Crowd crowd;
    private final List<Door> doors;
    private final Random chance;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final ScheduledExecutorService later = Executors.newScheduledThreadPool(THREADS);
    private final Map<String, List<Long>> waiting = new ConcurrentHashMap<>();
    private final Map<String, Long> latest = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicLong> answers = new ConcurrentHashMap<>();
    private final ReadWriteLock hold = new ReentrantReadWriteLock();
    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicLong asked = new AtomicLong();

    /** Waits for what readers receive. */
    public Ackers(Crowd crowd) {
        this.crowd = crowd;
        this.doors = crowd.doors(0);
        this.chance = new Random(crowd.seed());
    }

    /** On any thread. */
    void received(String recipient, long seq) {
        if (seq % 2 != 0) return;
        latest.put(recipient, seq);
        await(recipient, List.of(seq));
    }

    /** Everybody asks once more for what they acked last: while nothing is received there would be nothing to ask. */
    public void askAgain() {
        latest.forEach((recipient, seq) -> await(recipient, List.of(seq)));
    }

    /** One request of a recipient is due or under way at a time: who finds others waiting has nothing to arrange. */
    private void await(String recipient, List<Long> seqs) {
        waiting.compute(recipient, (who, before) -> {
            List<Long> all = before == null ? new ArrayList<>() : before;
            all.addAll(seqs);
            if (before == null) soon(recipient);
            return all;
        });
    }

    private void soon(String recipient) {
        var unused = later.schedule(() -> ack(recipient), chance.nextInt(LATEST_MILLIS), TimeUnit.MILLISECONDS);
    }

    private void ack(String recipient) {
        List<Long> seqs = new ArrayList<>();
        waiting.computeIfPresent(recipient, (who, all) -> {
            List<Long> first = all.subList(0, Math.min(REQUEST, all.size()));
            seqs.addAll(first);
            first.clear();
            return all;
        });
        Outcome outcome = ask(recipient, seqs);
        waiting.computeIfPresent(recipient, (who, all) -> {
            if (outcome != Outcome.OK) all.addAll(seqs);
            if (all.isEmpty()) return null;
            soon(recipient);
            return all;
        });
    }

    private Outcome ask(String recipient, List<Long> seqs) {
        hold.readLock().lock();
        try {
            return asked(recipient, seqs);
        } finally {
            hold.readLock().unlock();
        }
    }

    private Outcome asked(String recipient, List<Long> seqs) {
        Door door = doors.get((int) (asked.getAndIncrement() % doors.size()));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + "/v1/acks"))
                .header("Authorization", "Bearer " + crowd.token(recipient))
                .header("Content-Type", "application/json")
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString("{\"seqs\":" + seqs + "}"))
                .build();
        long begun = crowd.log().now();
        int status = status(request);
        answers.computeIfAbsent(status, s -> new AtomicLong()).incrementAndGet();
        Outcome outcome = outcome(status);
        if (outcome == Outcome.OK) confirmed.addAndGet(seqs.size());
        List<Span> spans = seqs.stream().map(seq -> new Span(seq, seq)).toList();
        crowd.log().add(new Acked(crowd.log().now(), begun, recipient, spans, 0, outcome, status));
        return outcome;
    }

    /** 0 when none came. */
    private int status(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Only what was refused is certain not to have happened: a commit can outlive its answer. */
    private static Outcome outcome(int status) {
        return switch (status / 100) {
            case 2 -> Outcome.OK;
            case 4 -> Outcome.FAIL;
            default -> Outcome.UNKNOWN;
        };
    }

    /**
     * Runs what makes processes stand still without being a fault. Nobody acks meanwhile: a node that stands cannot hear of it, and would send what
     * was acked.
     */
    public void hold(Runnable standstill) {
        hold.writeLock().lock();
        try {
            TimeUnit.NANOSECONDS.sleep(SEEN.toNanos());
            standstill.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } finally {
            hold.writeLock().unlock();
        }
    }

    /** Requests so far, answered or not. */
    public long asked() {
        return asked.get();
    }

    /** Sequences whose ack was answered with success. */
    public long confirmed() {
        return confirmed.get();
    }

    /** How many requests had each status; 0 is no answer. */
    public Map<Integer, Long> answers() {
        Map<Integer, Long> counts = new HashMap<>();
        answers.forEach((status, count) -> counts.put(status, count.get()));
        return counts;
    }

    /** Returns when everything that was to be acked is confirmed; nothing is received any more. */
    @Override
    public void close() {
        long deadline = System.nanoTime() + LAST_PATIENCE.toNanos();
        try {
            while (!waiting.isEmpty()) {
                if (System.nanoTime() > deadline)
                    throw new IllegalStateException("acks are not confirmed after " + LAST_PATIENCE + ", of "
                            + waiting.keySet().stream().limit(3).collect(Collectors.joining(", ")) + "; answers "
                            + answers);
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } finally {
            later.shutdownNow();
        }
    }
}
