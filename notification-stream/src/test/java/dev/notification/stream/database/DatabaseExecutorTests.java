package dev.notification.stream.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.notification.stream.problem.Problem;
import dev.notification.stream.problem.ProblemType;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class DatabaseExecutorTests {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final DatabaseExecutor executor = new DatabaseExecutor(1, 1);
    private final Semaphore gate = new Semaphore(0);
    private final AtomicInteger begun = new AtomicInteger();

    @AfterEach
    void close() {
        gate.release(100);
        executor.close();
    }

    @Test
    void answersOnItsOwnThread() {
        assertThat(executor.call(() -> Thread.currentThread().getName()).block(DEADLINE))
                .startsWith("database-");
    }

    @Test
    void failsWithWhatTheCallThrew() {
        assertThatThrownBy(() -> executor.call(() -> {
                            throw new IOException("down");
                        })
                        .block(DEADLINE))
                .hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void doesNothingBeforeItIsSubscribedTo() {
        var unused = executor.call(begun::incrementAndGet);
        assertThat(executor.call(begun::get).block(DEADLINE)).isZero();
    }

    @Test
    void turnsAwayWhatTheQueueCannotHold() {
        Disposable running = block();
        await().atMost(DEADLINE).until(() -> begun.get() == 1);
        Disposable waiting = block();
        assertThatThrownBy(() -> executor.call(() -> 1).block(DEADLINE))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.type()).isEqualTo(ProblemType.OVERLOADED));
        gate.release(2);
        await().atMost(DEADLINE).until(() -> running.isDisposed() && waiting.isDisposed());
        assertThat(executor.call(() -> 1).block(DEADLINE)).isEqualTo(1);
    }

    @Test
    void doesNotRunWhatWasCancelledWhileItWaited() {
        var unused = block();
        await().atMost(DEADLINE).until(() -> begun.get() == 1);
        block().dispose();
        gate.release(2);
        await().atMost(DEADLINE).until(() -> executor.waiting() == 0);
        assertThat(executor.call(begun::get).block(DEADLINE)).isEqualTo(1);
    }

    private Disposable block() {
        return executor.call(() -> {
                    begun.incrementAndGet();
                    gate.acquire();
                    return 1;
                })
                .subscribe();
    }
}
