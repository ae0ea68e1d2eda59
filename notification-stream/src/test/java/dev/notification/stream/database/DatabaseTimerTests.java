package dev.notification.stream.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class DatabaseTimerTests {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Duration PERIOD = Duration.ofMillis(10);

    private final DatabaseExecutor executor = new DatabaseExecutor(2, 1);
    private final DatabaseTimer timer = new DatabaseTimer(executor);
    private final Semaphore gate = new Semaphore(0);

    @AfterEach
    void stop() {
        timer.close();
        gate.release(1_000_000);
        executor.close();
    }

    @Test
    void goesOnAfterAFailure() {
        AtomicInteger calls = new AtomicInteger();
        timer.every(PERIOD, "test", () -> {
            calls.incrementAndGet();
            throw new DataAccessResourceFailureException("down");
        });
        await().atMost(DEADLINE).until(() -> calls.get() >= 3);
    }

    @Test
    void neverCallsTwiceAtOnce() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger turns = new AtomicInteger();
        timer.every(PERIOD, "block", () -> {
            running.incrementAndGet();
            gate.acquireUninterruptibly();
        });
        timer.every(PERIOD, "count", turns::incrementAndGet);
        await().atMost(DEADLINE).until(() -> turns.get() >= 10);
        assertThat(running).hasValue(1);
    }

    @Test
    void goesOnWhenTheQueueWasFull() {
        CountDownLatch busy = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            executor.execute(() -> {
                busy.countDown();
                gate.acquireUninterruptibly();
            });
        }
        await().atMost(DEADLINE).until(() -> busy.getCount() == 0);
        executor.execute(() -> {});
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger others = new AtomicInteger();
        timer.every(PERIOD, "test", calls::incrementAndGet);
        assertThat(executor.waiting()).isEqualTo(1);
        gate.release(2);
        timer.every(PERIOD, "others", others::incrementAndGet);
        await().atMost(DEADLINE).until(() -> calls.get() >= 2 && others.get() >= 2);
    }
}
