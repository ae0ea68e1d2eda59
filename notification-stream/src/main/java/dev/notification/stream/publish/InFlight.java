package dev.notification.stream.publish;

import dev.notification.stream.problem.Problem;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** Bounds the bytes that all requests together hold in memory. Safe for all threads. */
final class InFlight {
    private final AtomicLong left;

    InFlight(long bytes) {
        left = new AtomicLong(bytes);
    }

    /** Runs the work with so many bytes reserved for it, or answers {@code overloaded} at once. */
    <T> Mono<T> reserve(long bytes, Supplier<Mono<T>> work) {
        return Mono.defer(() -> {
            if (left.addAndGet(-bytes) < 0) {
                left.addAndGet(bytes);
                return Mono.error(Problem.overloaded());
            }
            return Mono.defer(work).doFinally(end -> left.addAndGet(bytes));
        });
    }
}
