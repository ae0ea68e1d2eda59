package dev.notification.stream.database;

import dev.notification.stream.problem.Problem;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The threads on which calls to the store block, so that no event loop does. As many as the connection pool has
 * connections, and a bounded queue before them: {@link #execute} throws {@link RejectedExecutionException} when it is full.
 * Safe for all threads.
 */
public final class DatabaseExecutor implements Executor, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DatabaseExecutor.class);

    /** A statement ends after 15 s at the latest, even if the database does not answer at all. */
    private static final int LONGEST_CALL_SECONDS = 15;

    private final ThreadPoolExecutor pool;
    private final LongAdder rejected = new LongAdder();

    public DatabaseExecutor(int threads, int queue) {
        pool = new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), namedThreads());
    }

    @Override
    public void execute(Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException full) {
            rejected.increment();
            throw full;
        }
    }

    /**
     * Runs a blocking call when subscribed to. The result comes on one of this executor's threads; with a full queue the
     * answer is an {@code overloaded} problem at once. A call cancelled before it began does not run.
     */
    public <T> Mono<T> call(Callable<T> call) {
        return Mono.create(sink -> {
            AtomicBoolean cancelled = new AtomicBoolean();
            sink.onCancel(() -> cancelled.set(true));
            try {
                execute(() -> {
                    if (cancelled.get()) return;
                    try {
                        sink.success(call.call());
                    } catch (Throwable failure) {
                        sink.error(failure);
                    }
                });
            } catch (RejectedExecutionException full) {
                sink.error(Problem.overloaded());
            }
        });
    }

    /** How many calls wait for a thread. */
    int waiting() {
        return pool.getQueue().size();
    }

    /** How many calls run. */
    int active() {
        return pool.getActiveCount();
    }

    /** How many may run at once. */
    int threads() {
        return pool.getMaximumPoolSize();
    }

    /** How many calls were turned away so far. */
    long rejected() {
        return rejected.sum();
    }

    /** Takes no more calls and waits for those that run. */
    @Override
    public void close() {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(LONGEST_CALL_SECONDS, TimeUnit.SECONDS)) {
                log.warn("{} database calls did not end in time", pool.getActiveCount() + waiting());
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory namedThreads() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "database-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
