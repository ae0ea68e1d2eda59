package dev.notification.stream.stats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.stream.problem.Problem;
import dev.notification.stream.problem.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class StatsBroadcastTests {
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final AtomicInteger made = new AtomicInteger();
    private boolean answers = true;
    private final StatsBroadcast broadcast = new StatsBroadcast(
            Mono.defer(() -> answers ? Mono.just(("{" + made.incrementAndGet() + "}").getBytes(UTF_8)) : Mono.never()),
            2,
            time);

    /** Takes all, or as much as it asks for. */
    private static final class Watcher extends BaseSubscriber<byte[]> {
        private final List<String> events = new ArrayList<>();
        private final long first;
        private @Nullable Throwable failure;
        private boolean ended;

        Watcher(long first) {
            this.first = first;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(first);
        }

        @Override
        protected void hookOnNext(byte[] event) {
            events.add(new String(event, UTF_8).strip());
        }

        @Override
        protected void hookOnError(Throwable thrown) {
            failure = thrown;
        }

        @Override
        protected void hookOnComplete() {
            ended = true;
        }
    }

    private Watcher watch(long first) {
        Watcher watcher = new Watcher(first);
        broadcast.watch().subscribe(watcher);
        return watcher;
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) time.advanceTimeBy(Duration.ofSeconds(1));
    }

    @Test
    void makesADocumentASecondHoweverManyWatchAndNoneForNobody() {
        pass(5);
        assertThat(made).hasValue(0);

        Watcher one = watch(Long.MAX_VALUE);
        Watcher other = watch(Long.MAX_VALUE);
        pass(3);
        assertThat(one.events).startsWith("retry: 3000").endsWith("data: {4}");
        assertThat(other.events).startsWith("retry: 3000").endsWith("data: {4}");
        assertThat(made).hasValue(4);

        one.cancel();
        pass(1);
        assertThat(made).hasValue(5);
        other.cancel();
        pass(10);
        assertThat(made).hasValue(5);
        assertThat(broadcast.watchers()).isZero();
    }

    @Test
    void passesOverWhatAWatcherDoesNotTake() {
        Watcher slow = watch(2);
        Watcher quick = watch(Long.MAX_VALUE);
        pass(10);
        assertThat(slow.events).containsExactly("retry: 3000", "data: {1}");
        assertThat(quick.events).endsWith("data: {11}");

        slow.request(1);
        assertThat(slow.events).endsWith("data: {11}").hasSize(3);
    }

    @Test
    void saysSoWhenThereIsNothingToTellAndGoesOnAfterwards() {
        Watcher watcher = watch(Long.MAX_VALUE);
        time.advanceTimeBy(Duration.ZERO);
        answers = false;
        pass(3);
        assertThat(watcher.events).endsWith(": the database does not answer");
        answers = true;
        pass(4);
        assertThat(watcher.events.get(watcher.events.size() - 1)).startsWith("data: ");
    }

    @Test
    void letsOnlySoManyWatch() {
        Watcher first = watch(Long.MAX_VALUE);
        watch(Long.MAX_VALUE);
        assertProblem(watch(1), ProblemType.OVERLOADED);
        first.cancel();
        assertThat(watch(1).failure).isNull();
    }

    @Test
    void endsForAll() {
        Watcher watcher = watch(Long.MAX_VALUE);
        broadcast.end();
        assertThat(watcher.ended).isTrue();
        assertThat(broadcast.watchers()).isZero();
        assertProblem(watch(1), ProblemType.UNAVAILABLE);
    }

    private static void assertProblem(Watcher refused, ProblemType type) {
        assertThat(refused.failure)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.type()).isEqualTo(type));
    }
}
