package dev.notification.stream.database;

import dev.notification.stream.problem.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Gathers single requests into set-based calls, as a database groups commits: while few batches run a request starts the
 * next one at once; while many run the requests wait and go together. Nothing waits for a timer.
 *
 * <p>Safe for all threads. Answers come on the executor's threads. A batch that throws fails each of its requests with
 * what it threw, and no other.
 *
 * @param <Q> a request
 * @param <A> its answer
 */
public final class Batcher<Q, A> {
    private static final Logger log = LoggerFactory.getLogger(Batcher.class);

    private final String name;
    private final Executor executor;
    private final int maxBatch;
    private final int maxQueued;
    private final int maxConcurrent;
    private final Function<List<Q>, List<A>> call;

    private final Object lock = new Object();
    // both guarded by lock; running > 0 whenever something is queued
    private final ArrayDeque<Waiting<Q, A>> queue = new ArrayDeque<>();
    private int running;

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
        if (maxBatch < 1 || maxQueued < 1 || maxConcurrent < 1) {
            throw new IllegalArgumentException("The limits of batcher " + name + " must be positive");
        }
        this.name = name;
        this.executor = executor;
        this.maxBatch = maxBatch;
        this.maxQueued = maxQueued;
        this.maxConcurrent = maxConcurrent;
        this.call = call;
    }

    /** The answer to one request, which is queued when the result is subscribed to and runs even if that is cancelled. */
    public Mono<A> submit(Q request) {
        return Mono.create(sink -> enqueue(new Waiting<>(request, sink)));
    }

    private void enqueue(Waiting<Q, A> waiting) {
        boolean full;
        boolean start = false;
        synchronized (lock) {
            full = queue.size() >= maxQueued;
            if (!full) {
                queue.add(waiting);
                start = running < maxConcurrent;
                if (start) running++;
            }
        }
        if (full) waiting.sink.error(Problem.overloaded());
        else if (start && !offered()) turnAwayUnlessOthersRun();
    }

    /** Answers one batch, then goes to the back of the executor's queue if there is more. */
    private void run() {
        do {
            List<Waiting<Q, A>> batch = nextBatch();
            if (batch.isEmpty()) return;
            answer(batch);
        } while (!finished() && !offered());
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
                Waiting<Q, A> next = queue.poll();
                if (next == null) break;
                batch.add(next);
            }
            if (batch.isEmpty()) running--;
        }
        return batch;
    }

    private boolean finished() {
        synchronized (lock) {
            if (!queue.isEmpty()) return false;
            running--;
            return true;
        }
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
        for (int i = 0; i < batch.size(); i++) {
            MonoSink<A> sink = batch.get(i).sink;
            A answer = answers.get(i);
            emit(() -> sink.success(answer));
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
