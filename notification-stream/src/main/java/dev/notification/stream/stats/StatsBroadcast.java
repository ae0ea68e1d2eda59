package dev.notification.stream.stats;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.notification.stream.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Statistics as server-sent events, once a second: made once for all who watch on this node, and not at all while nobody
 * does. Safe for all threads.
 */
final class StatsBroadcast {
    private static final Logger log = LoggerFactory.getLogger(StatsBroadcast.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** Behind this a second without a document is a second without a document. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final byte[] RETRY = "retry: 3000\n\n".getBytes(UTF_8);
    private static final byte[] NONE = ": the database does not answer\n\n".getBytes(UTF_8);

    private final int maxWatchers;
    private final AtomicInteger watchers = new AtomicInteger();
    private final Sinks.Empty<Void> ended = Sinks.empty();
    private final Flux<byte[]> frames;
    private volatile boolean over;

    /**
     * A broadcast that nobody watches yet.
     *
     * @param document the statistics of now
     * @param scheduler what it is timed by
     */
    StatsBroadcast(Mono<byte[]> document, int maxWatchers, Scheduler scheduler) {
        this.maxWatchers = maxWatchers;
        this.frames = Flux.interval(Duration.ZERO, EVERY, scheduler)
                .onBackpressureDrop()
                .concatMap(
                        tick -> document.map(StatsBroadcast::frame)
                                .timeout(PATIENCE, scheduler)
                                .doOnError(failure -> log.debug("No statistics this time", failure))
                                .onErrorReturn(NONE),
                        0)
                .publish(1)
                .refCount();
    }

    private static byte[] frame(byte[] document) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(document.length + 8);
        frame.writeBytes("data: ".getBytes(UTF_8));
        frame.writeBytes(document);
        frame.writeBytes("\n\n".getBytes(UTF_8));
        return frame.toByteArray();
    }

    /**
     * The events for one more watcher, the first at once; an {@code overloaded} problem when there are too many. Who cannot take
     * an event goes without it.
     */
    Flux<byte[]> watch() {
        return Flux.defer(() -> {
            if (over) return Flux.error(Problem.unavailable(null));
            if (watchers.incrementAndGet() > maxWatchers) {
                watchers.decrementAndGet();
                return Flux.error(Problem.overloaded());
            }
            return frames.onBackpressureLatest()
                    .startWith(RETRY)
                    .takeUntilOther(ended.asMono())
                    .doFinally(signal -> watchers.decrementAndGet());
        });
    }

    /** Ends all that watch, and lets nobody watch any more. */
    void end() {
        over = true;
        ended.tryEmitEmpty();
    }

    int watchers() {
        return watchers.get();
    }
}
