package dev.notification.stream.database;

import dev.notification.stream.problem.Problem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * Gathers single requests into set-based calls, as a database groups commits: a request that comes after a pause starts a call at
 * once; requests that come while others are answered, or right after, wait and go together.
 *
 * <p>Safe for all threads. Answers come on the executor's threads, refusals on others too. A batch that throws fails each of its requests with
 * what it threw, and no other.
 *
 * @param <Q> a request
 * @param <A> its answer
 */
public final class Batcher<Q, A> {
    private static final Logger log = LoggerFactory.getLogger(Batcher.class);

    /** What a request waits for company at the most, where there would be room for one more call. */
    private static final Duration LONGEST_REST = Duration.ofMillis(25);

    private final String name;
    private final Executor executor;
    private final int maxBatch;
    private final int maxQueued;
    private final int maxConcurrent;
    private final long longestRestNanos;
    private final Function<List<Q>, List<A>> call;

    private final Object lock = new Object();
    // all guarded by lock; running > 0 whenever something is queued
    private final ArrayDeque<Waiting<Q, A>> queue = new ArrayDeque<>();
    /** Calls that run, and the one whose time is set. */
    private int running;
    /** Whether there is one whose time is set and has not come. */
    private boolean timed;
    /** When the next call may begin, on the clock of {@link System#nanoTime()}. */
    private long next = System.nanoTime();
    /** From the end of one call to the beginning of the next. */
    private long restNanos;

    private record Waiting<Q, A>(Q request, MonoSink<A> sink) {}

    /**
     * A batcher.
     *
     * @param name for messages
     * @param executor runs the batches, may refuse them with {@link RejectedExecutionException}
     * @param maxBatch most requests of one call
     * @param maxQueued most requests that wait; one more is answered with an {@code overloaded} problem
     * @param maxConcurrent most calls at once
     * @param call answers the requests in their order; may block
     */
    public Batcher(
            String name,
            Executor executor,
            int maxBatch,
            int maxQueued,
            int maxConcurrent,
            Function<List<Q>, List<A>> call) {
        this(name, executor, maxBatch, maxQueued, maxConcurrent, LONGEST_REST, call);
    }

    /** As above, with the longest rest between two calls. */
    Batcher(
            String name,
            Executor executor,
            int maxBatch,
            int maxQueued,
            int maxConcurrent,
            Duration longestRest,
            Function<List<Q>, List<A>> call) {
        if (maxBatch < 1 || maxQueued < 1 || maxConcurrent < 1) {
            throw new IllegalArgumentException("The limits of batcher " + name + " must be positive");
        }
        this.name = name;
        this.executor = executor;
        this.maxBatch = maxBatch;
        this.maxQueued = maxQueued;
        this.maxConcurrent = maxConcurrent;
        this.longestRestNanos = longestRest.toNanos();
        this.call = call;
    }

    /** The answer to one request, which is queued when the result is subscribed to and runs even if that is cancelled. */
    public Mono<A> submit(Q request) {
        return Mono.create(sink -> enqueue(new Waiting<>(request, sink)));
    }

    private void enqueue(Waiting<Q, A> waiting) {
        boolean full;
        long wait = -1;
        synchronized (lock) {
            full = queue.size() >= maxQueued;
            if (!full) {
                queue.add(waiting);
                if (running < maxConcurrent && !isProvidedFor()) {
                    running++;
                    wait = nanosUntilNext();
                }
            }
        }
        if (full) waiting.sink.error(Problem.overloaded());
        else if (wait >= 0 && !begun(wait)) turnAwayUnlessOthersRun();
    }

    /** Answers one batch, then goes to the back of the executor's queue, in its time, if there is more. */
    private void run() {
        do {
            List<Waiting<Q, A>> batch = nextBatch();
            if (batch.isEmpty()) return;
            answer(batch);
        } while (goesOn());
    }

    /** Whether this thread has to answer the next batch itself, because the executor refuses it now. */
    private boolean goesOn() {
        long wait;
        synchronized (lock) {
            if (queue.isEmpty() || isProvidedFor()) {
                running--;
                return false;
            }
            wait = nanosUntilNext();
        }
        return !begun(wait);
    }

    /** Whether a call whose time is set takes all that waits; a full batch has all the company there can be, and need not wait if there is room. */
    private boolean isProvidedFor() {
        return timed && queue.size() < maxBatch;
    }

    /** Takes the next time there is; the call is expected to take no longer than it may rest. */
    private long nanosUntilNext() {
        long now = System.nanoTime();
        long wait = queue.size() < maxBatch ? Math.max(0, next - now) : 0;
        next = now + wait + Math.min(2 * restNanos, longestRestNanos);
        timed |= wait > 0;
        return wait;
    }

    /** Has a call begin that is counted as running, now or later; false when the executor refuses it now. */
    private boolean begun(long wait) {
        if (wait == 0) return offered();
        Schedulers.parallel().schedule(this::onTime, wait, TimeUnit.NANOSECONDS);
        return true;
    }

    private void onTime() {
        synchronized (lock) {
            timed = false;
        }
        if (!offered()) turnAwayUnlessOthersRun();
    }

    private boolean offered() {
        try {
            executor.execute(this::run);
            return true;
        } catch (RejectedExecutionException busy) {
            return false;
        }
    }

    /** The next batch; with an empty one this run is over. */
    private List<Waiting<Q, A>> nextBatch() {
        List<Waiting<Q, A>> batch = new ArrayList<>();
        synchronized (lock) {
            while (batch.size() < maxBatch) {
                Waiting<Q, A> first = queue.poll();
                if (first == null) break;
                batch.add(first);
            }
            if (batch.isEmpty()) running--;
        }
        return batch;
    }

    private void turnAwayUnlessOthersRun() {
        List<Waiting<Q, A>> stranded = List.of();
        synchronized (lock) {
            if (--running == 0) {
                stranded = new ArrayList<>(queue);
                queue.clear();
            }
        }
        stranded.forEach(waiting -> waiting.sink.error(Problem.overloaded()));
    }

    private void answer(List<Waiting<Q, A>> batch) {
        List<A> answers;
        long begun = System.nanoTime();
        try {
            answers = call.apply(batch.stream().map(Waiting::request).toList());
            if (answers.size() != batch.size()) {
                throw new IllegalStateException(
                        "Batcher " + name + " got " + answers.size() + " answers to " + batch.size() + " requests");
            }
        } catch (Throwable failure) {
            for (Waiting<Q, A> waiting : batch) emit(() -> waiting.sink.error(failure));
            return;
        }
        took(begun);
        for (int i = 0; i < batch.size(); i++) {
            MonoSink<A> sink = batch.get(i).sink;
            A answer = answers.get(i);
            emit(() -> sink.success(answer));
        }
    }

    /** As much time is left for gathering, within limits: the slower the database, the larger the batches. */
    private void took(long begun) {
        synchronized (lock) {
            long now = System.nanoTime();
            restNanos = Math.min(now - begun, longestRestNanos);
            if (now + restNanos - next > 0) next = now + restNanos;
        }
    }

    /** A subscriber that throws harms neither the other requests of its batch nor the next batch. */
    private void emit(Runnable emission) {
        try {
            emission.run();
        } catch (RuntimeException | Error failure) {
            log.error("A subscriber of batcher {} failed", name, failure);
        }
    }
}
