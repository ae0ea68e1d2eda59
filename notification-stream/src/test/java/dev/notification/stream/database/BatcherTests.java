package dev.notification.stream.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.notification.stream.problem.Problem;
import dev.notification.stream.problem.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class BatcherTests {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final long WORK_NANOS = Duration.ofMillis(500).toNanos();

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore gate = new Semaphore(0);

    @AfterEach
    void stop() {
        gate.release(1_000_000);
        threads.shutdownNow();
    }

    @Test
    void startsAtOnceWhenNothingRuns() {
        gate.release();
        assertThat(batcher(10, 10, 1).submit(1).block(DEADLINE)).isEqualTo("1!");
    }

    @Test
    void gathersWhatComesWhileABatchRuns() {
        Batcher<Integer, String> batcher = batcher(10, 100, 1);
        List<String> answers = new ArrayList<>();
        start(batcher, answers, 1);
        await().atMost(DEADLINE).until(() -> batches.size() == 1);
        for (int i = 2; i <= 6; i++) start(batcher, answers, i);
        gate.release(2);
        await().atMost(DEADLINE).until(() -> answers.size() == 6);
        assertThat(batches).containsExactly(List.of(1), List.of(2, 3, 4, 5, 6));
    }

    @Test
    void restsAsLongAsItWorked() {
        List<Long> begun = new ArrayList<>();
        Batcher<Integer, Integer> batcher =
                new Batcher<>("t", Runnable::run, 10, 100, 2, Duration.ofMinutes(1), requests -> {
                    begun.add(System.nanoTime());
                    return work(requests);
                });
        assertThat(batcher.submit(1).toFuture()).isDone();
        // a timer may be late, never early
        assertThat(batcher.submit(2).block(DEADLINE)).isEqualTo(2);
        assertThat(begun.get(1) - begun.get(0)).isGreaterThanOrEqualTo(2 * WORK_NANOS);
    }

    @Test
    void restsAfterACallThatTookLongerThanItMayRest() {
        List<Long> begun = new ArrayList<>();
        Duration longest = Duration.ofMillis(200);
        Batcher<Integer, Integer> batcher = new Batcher<>("t", Runnable::run, 10, 100, 2, longest, requests -> {
            begun.add(System.nanoTime());
            return work(requests);
        });
        assertThat(batcher.submit(1).toFuture()).isDone();
        assertThat(batcher.submit(2).block(DEADLINE)).isEqualTo(2);
        assertThat(begun.get(1) - begun.get(0)).isGreaterThanOrEqualTo(WORK_NANOS + longest.toNanos());
    }

    @Test
    void restsNoLongerThanItMay() {
        Batcher<Integer, Integer> batcher =
                new Batcher<>("t", Runnable::run, 10, 100, 2, Duration.ZERO, BatcherTests::work);
        assertThat(batcher.submit(1).toFuture()).isDone();
        assertThat(batcher.submit(2).toFuture()).isDone();
    }

    @Test
    void doesNotRestWhenABatchIsFull() {
        Batcher<Integer, Integer> batcher =
                new Batcher<>("t", Runnable::run, 2, 100, 2, Duration.ofMinutes(1), BatcherTests::work);
        assertThat(batcher.submit(1).toFuture()).isDone();
        CompletableFuture<Integer> waiting = batcher.submit(2).toFuture();
        CompletableFuture<Integer> filling = batcher.submit(3).toFuture();
        assertThat(filling).isDone();
        assertThat(waiting).isDone();
    }

    private static List<Integer> work(List<Integer> requests) {
        for (long end = System.nanoTime() + WORK_NANOS; System.nanoTime() < end; ) LockSupport.parkNanos(WORK_NANOS);
        return requests;
    }

    @Test
    void splitsWhatIsMoreThanOneBatch() {
        Batcher<Integer, String> batcher = batcher(2, 100, 1);
        List<String> answers = new ArrayList<>();
        start(batcher, answers, 1);
        await().atMost(DEADLINE).until(() -> batches.size() == 1);
        for (int i = 2; i <= 6; i++) start(batcher, answers, i);
        gate.release(10);
        await().atMost(DEADLINE).until(() -> answers.size() == 6);
        assertThat(batches).containsExactly(List.of(1), List.of(2, 3), List.of(4, 5), List.of(6));
    }

    @Test
    void runsNoMoreBatchesAtOnceThanAllowed() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Batcher<Integer, Integer> batcher = new Batcher<>("t", threads, 3, 10_000, 2, requests -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            running.decrementAndGet();
            return requests;
        });
        Flux.range(0, 5_000).flatMap(batcher::submit, 5_000).blockLast(DEADLINE);
        assertThat(most).hasValueBetween(1, 2);
    }

    @Test
    void turnsAwayWhatTheQueueCannotHold() {
        Batcher<Integer, String> batcher = batcher(10, 2, 1);
        List<String> answers = new ArrayList<>();
        start(batcher, answers, 1);
        await().atMost(DEADLINE).until(() -> batches.size() == 1);
        start(batcher, answers, 2);
        start(batcher, answers, 3);
        assertOverloaded(batcher.submit(4));
        gate.release(10);
        await().atMost(DEADLINE).until(() -> answers.size() == 3);
    }

    @Test
    void failsEveryRequestOfABatchThatThrowsAndNoOther() {
        Batcher<Integer, Integer> batcher = new Batcher<>("t", threads, 1, 100, 1, requests -> {
            if (requests.get(0) == 13) throw new DataAccessResourceFailureException("down");
            return requests;
        });
        assertThat(batcher.submit(1).block(DEADLINE)).isEqualTo(1);
        assertThatThrownBy(() -> batcher.submit(13).block(DEADLINE))
                .isInstanceOf(DataAccessResourceFailureException.class);
        assertThat(batcher.submit(2).block(DEADLINE)).isEqualTo(2);
    }

    @Test
    void failsWhenAnAnswerIsMissing() {
        Batcher<Integer, Integer> batcher = new Batcher<>("t", threads, 5, 100, 1, requests -> List.of());
        assertThatThrownBy(() -> batcher.submit(1).block(DEADLINE)).hasMessageContaining("0 answers to 1 requests");
    }

    @Test
    void survivesASubscriberThatThrows() {
        Batcher<Integer, Integer> batcher = new Batcher<>("t", threads, 5, 100, 1, requests -> requests);
        batcher.submit(1).subscribe(answer -> {
            throw new StackOverflowError("a broken subscriber");
        });
        assertThat(batcher.submit(2).block(DEADLINE)).isEqualTo(2);
    }

    @Test
    void turnsAwayEverythingWhenTheExecutorRefuses() {
        Batcher<Integer, Integer> batcher = new Batcher<>(
                "t",
                task -> {
                    throw new RejectedExecutionException("full");
                },
                5,
                100,
                2,
                requests -> requests);
        assertOverloaded(batcher.submit(1));
        assertOverloaded(batcher.submit(2));
    }

    /** Eight threads against an executor that refuses at random: every request is answered exactly once, none is lost. */
    @Test
    void losesNoWakeUpUnderContention() throws InterruptedException {
        int perThread = 20_000;
        AtomicInteger offers = new AtomicInteger();
        Batcher<Integer, Integer> batcher = new Batcher<>(
                "t",
                task -> {
                    if (offers.incrementAndGet() % 5 == 0) throw new RejectedExecutionException("full");
                    threads.execute(task);
                },
                7,
                1_000,
                3,
                requests -> requests.stream().map(request -> request * 2).toList());
        AtomicInteger right = new AtomicInteger();
        AtomicInteger turnedAway = new AtomicInteger();
        CountDownLatch submitted = new CountDownLatch(8);
        ExecutorService clients = Executors.newFixedThreadPool(8);
        for (int thread = 0; thread < 8; thread++) {
            clients.execute(() -> {
                IntStream.range(0, perThread)
                        .forEach(i -> batcher.submit(i)
                                .subscribe(
                                        answer -> {
                                            if (answer == 2 * i) right.incrementAndGet();
                                        },
                                        failure -> turnedAway.incrementAndGet()));
                submitted.countDown();
            });
        }
        assertThat(submitted.await(60, TimeUnit.SECONDS)).isTrue();
        clients.shutdown();
        await().atMost(DEADLINE).until(() -> right.get() + turnedAway.get() == 8 * perThread);
        assertThat(right.get()).isPositive();
    }

    private Batcher<Integer, String> batcher(int maxBatch, int maxQueued, int maxConcurrent) {
        return new Batcher<>("test", threads, maxBatch, maxQueued, maxConcurrent, requests -> {
            batches.add(requests);
            gate.acquireUninterruptibly();
            return requests.stream().map(request -> request + "!").toList();
        });
    }

    private static void start(Batcher<Integer, String> batcher, List<String> answers, int request) {
        batcher.submit(request).subscribe(answer -> {
            synchronized (answers) {
                answers.add(answer);
            }
        });
    }

    private static void assertOverloaded(Mono<?> answer) {
        assertThatThrownBy(() -> answer.block(DEADLINE))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.type()).isEqualTo(ProblemType.OVERLOADED));
    }
}
