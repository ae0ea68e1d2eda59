package dev.notification.stream.publish;

import dev.notification.api.Notification;
import dev.notification.api.NotificationPublisher;
import dev.notification.api.PublishFailedException;
import dev.notification.api.Published;
import dev.notification.stream.problem.Problem;
import dev.notification.stream.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Hands notifications to Kafka on threads of its own, since Kafka's client may block before it sends. */
@Component
@EnableConfigurationProperties(PublishProperties.class)
class KafkaSend implements AutoCloseable {
    private static final int IDLE_SECONDS = 60;

    private final NotificationPublisher publisher;
    private final PublishProperties properties;
    private final Scheduler threads;

    KafkaSend(NotificationPublisher publisher, PublishProperties properties) {
        this.publisher = publisher;
        this.properties = properties;
        int queuePerThread = Math.max(1, properties.queue() / properties.threads());
        threads = Schedulers.newBoundedElastic(properties.threads(), queuePerThread, "publish", IDLE_SECONDS, true);
    }

    /**
     * Decodes on a publishing thread and sends what came of it.
     *
     * @return how many, once the broker acknowledged all of them; an {@code unavailable} problem when it did not in time,
     *     and then nobody knows which of them it has: publishing them again is harmless
     */
    Mono<Integer> send(Callable<List<Notification>> decode) {
        return Mono.fromCallable(() -> handOver(decode.call()))
                .subscribeOn(threads)
                .flatMap(Mono::fromFuture)
                .timeout(properties.timeout())
                .onErrorMap(RejectedExecutionException.class, full -> Problem.overloaded())
                .onErrorMap(CompletionException.class, failure -> problem(failure.getCause()))
                .onErrorMap(PublishFailedException.class, KafkaSend::problem);
    }

    private static Problem problem(@Nullable Throwable failure) {
        boolean tooLarge = failure != null && failure.getCause() instanceof RecordTooLargeException;
        return tooLarge
                ? Problem.of(
                        ProblemType.TOO_LARGE,
                        "As a record of Kafka it has more bytes than the topic takes; shorten the data.")
                : Problem.unavailable(failure);
    }

    private CompletableFuture<Integer> handOver(List<Notification> notifications) {
        List<CompletableFuture<Published>> sent = new ArrayList<>(notifications.size());
        for (Notification notification : notifications) {
            CompletableFuture<Published> future = publisher.publish(notification);
            sent.add(future);
            // each further one would block just as long
            if (future.isCompletedExceptionally()) break;
        }
        return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).thenApply(all -> sent.size());
    }

    @Override
    public void close() {
        threads.dispose();
    }
}
