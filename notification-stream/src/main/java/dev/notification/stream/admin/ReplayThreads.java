package dev.notification.stream.admin;

import dev.notification.stream.database.DatabaseExecutor;
import java.util.concurrent.Callable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Where replays wait for Kafka: threads of their own, so that those of the database wait for the database alone. */
@Component
class ReplayThreads implements AutoCloseable {
    private static final int THREADS = 2;
    /** A replay takes 10 s when Kafka is down: more of them would wait longer than anybody does for an answer. */
    private static final int WAITING = 4;

    private final DatabaseExecutor threads = new DatabaseExecutor(THREADS, WAITING);

    /** As {@link DatabaseExecutor#call}. */
    <T> Mono<T> call(Callable<T> call) {
        return threads.call(call);
    }

    @Override
    public void close() {
        threads.close();
    }
}
