package dev.notification.stream.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notification.api.Notification;
import dev.notification.api.NotificationPublisher;
import dev.notification.stream.problem.Problem;
import dev.notification.stream.problem.ProblemType;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

class KafkaSendTests {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Notification NOTIFICATION =
            Notification.builder().source("/s").type("t").recipient("alice").build();

    /** Nothing listens on port 1. */
    private static NotificationPublisher unreachable(long maxBlockMillis) {
        return new NotificationPublisher(
                Map.of("bootstrap.servers", "127.0.0.1:1", "max.block.ms", Long.toString(maxBlockMillis)));
    }

    private static PublishProperties properties(Duration timeout) {
        return new PublishProperties(1, 1, DataSize.ofMegabytes(8), DataSize.ofMegabytes(64), timeout);
    }

    @Test
    void isUnavailableWithoutKafkaAndBlocksOnceForAllOfABatch() {
        try (NotificationPublisher publisher = unreachable(200);
                KafkaSend kafka = new KafkaSend(publisher, properties(Duration.ofSeconds(20)))) {
            List<Notification> batch = Collections.nCopies(1_000, NOTIFICATION);
            assertThat(type(kafka.send(() -> batch))).isEqualTo(ProblemType.UNAVAILABLE);
        }
    }

    @Test
    void doesNotWaitLongerThanItsTimeout() {
        try (NotificationPublisher publisher = unreachable(20_000);
                KafkaSend kafka = new KafkaSend(publisher, properties(Duration.ofMillis(200)))) {
            assertThatThrownBy(() -> kafka.send(() -> List.of(NOTIFICATION)).block(DEADLINE))
                    .hasRootCauseInstanceOf(java.util.concurrent.TimeoutException.class);
        }
    }

    @Test
    void turnsAwayWhatItsQueueCannotHold() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        try (NotificationPublisher publisher = unreachable(200);
                KafkaSend kafka = new KafkaSend(publisher, properties(Duration.ofMinutes(5)))) {
            var running = kafka.send(() -> {
                        begun.countDown();
                        gate.await();
                        return List.of(NOTIFICATION);
                    })
                    .onErrorComplete()
                    .subscribe();
            // until a thread has taken it, it is in the queue itself
            assertThat(begun.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            var waiting =
                    kafka.send(() -> List.of(NOTIFICATION)).onErrorComplete().subscribe();
            assertThat(type(kafka.send(() -> List.of(NOTIFICATION)))).isEqualTo(ProblemType.OVERLOADED);
            gate.countDown();
            running.dispose();
            waiting.dispose();
        }
    }

    @Test
    void givesReservedBytesBackWhateverHappens() {
        InFlight inFlight = new InFlight(10);
        for (int i = 0; i < 5; i++) {
            assertThat(inFlight.reserve(10, () -> Mono.just(1)).block(DEADLINE)).isEqualTo(1);
            assertThatThrownBy(() -> inFlight.reserve(10, () -> Mono.error(new IllegalStateException("x")))
                            .block(DEADLINE))
                    .isInstanceOf(IllegalStateException.class);
            inFlight.reserve(10, Mono::never).subscribe().dispose();
        }
        var holding = inFlight.reserve(6, Mono::never).subscribe();
        assertThat(type(inFlight.reserve(5, () -> Mono.just(1)))).isEqualTo(ProblemType.OVERLOADED);
        assertThat(inFlight.reserve(4, () -> Mono.just(1)).block(DEADLINE)).isEqualTo(1);
        holding.dispose();
    }

    private static ProblemType type(Mono<?> refused) {
        return refused.map(value -> ProblemType.INTERNAL)
                .onErrorResume(Problem.class, problem -> Mono.just(problem.type()))
                .blockOptional(DEADLINE)
                .orElseThrow();
    }
}
