package dev.notification.store.ingest;

import static dev.notification.store.ingest.Samples.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.TestDatabase;
import dev.notification.store.TestStore;
import dev.notification.store.TestTopics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.dao.RecoverableDataAccessException;

/** Two owners of one partition, each sure to be the only one. */
class ZombieIntegrationTests {
    private final TestDatabase database = TestDatabase.create();

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(50));
    }

    private static double stored(TestStore store) {
        return store.bean(MeterRegistry.class)
                .counter("notification.ingest.stored")
                .count();
    }

    private void holdsEachOnce(TestTopics topics, String recipient, long count) {
        assertThat(database.sequences(recipient))
                .isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
        assertThat(database.ids(recipient)).doesNotHaveDuplicates();
        assertThat(topics.rejected()).isEmpty();
    }

    @Test
    void commitsNothingWhenAnotherOwnerWasFaster() {
        AtomicReference<TestStore> second = new AtomicReference<>();
        try (TestTopics topics = TestTopics.create(1)) {
            CrashPoint overtaken = step -> {
                // the first owner has its batch in hand, and stops breathing until the second is through
                if (step == CrashPoint.Step.POLLED && second.get() == null) {
                    second.set(TestStore.on(database, topics)
                            .with("notification.ingest.group=" + topics.prefix() + "-2")
                            .start());
                    await().until(() -> database.sequences("a").size() == 100);
                }
            };
            for (int i = 0; i < 100; i++) topics.send(0, to("a", "a" + i));
            topics.flush();
            try (TestStore first = TestStore.on(database, topics)
                    .with(CrashPoint.class, () -> overtaken)
                    .start()) {
                await().until(() -> database.sequences("a").size() == 100 && second.get() != null);
                TestStore faster = Objects.requireNonNull(second.get());
                await().until(() -> stored(faster) == 100);
                faster.close();
                for (int i = 0; i < 100; i++) topics.send(0, to("a", "b" + i));
                await().until(() -> stored(first) == 100);
                // none of the first hundred was counted twice: the batch was dropped whole
                assertThat(first.bean(MeterRegistry.class)
                                .counter("notification.ingest.duplicates")
                                .count())
                        .isZero();
            }
            holdsEachOnce(topics, "a", 200);
        }
    }

    @Test
    void storesEachRecordOnceWhileTwoOwnersFightForEveryPartition() {
        try (TestTopics topics = TestTopics.create(2);
                TestStore first = TestStore.on(database, topics)
                        .with("notification.ingest.max-poll-records=20")
                        .start();
                TestStore second = TestStore.on(database, topics)
                        .with("notification.ingest.max-poll-records=20")
                        .with("notification.ingest.group=" + topics.prefix() + "-2")
                        .start()) {
            for (int i = 0; i < 2_000; i++) topics.send(i % 2, to("f", "f" + i));
            await().until(() -> database.number("select count(*) from delivery") >= 2_000);
            await().until(() -> stored(first) + stored(second) == 2_000);

            holdsEachOnce(topics, "f", 2_000);
        }
    }

    private TestStore named(TestTopics topics) {
        return TestStore.on(database, topics)
                .with("notification.ingest.instance-id=same")
                .start();
    }

    private static List<Health> outOfService(TestStore... stores) {
        return Stream.of(stores)
                .map(store -> store.bean(IngestContainer.class).health())
                .filter(health -> health.getStatus().equals(Status.OUT_OF_SERVICE))
                .toList();
    }

    @Test
    void oneOfTwoProcessesWithTheSameInstanceIdStandsStill() {
        try (TestTopics topics = TestTopics.create(1);
                TestStore first = named(topics)) {
            topics.send(0, to("n", "n0"));
            await().until(() -> stored(first) == 1);
            try (TestStore second = named(topics)) {
                await().until(() -> !outOfService(first, second).isEmpty());
                topics.send(0, to("n", "n1"));
                await().until(() -> stored(first) + stored(second) == 2);

                holdsEachOnce(topics, "n", 2);
                assertThat(outOfService(first, second))
                        .singleElement()
                        .satisfies(health -> assertThat(health.getDetails().get("reason"))
                                .asString()
                                .contains("notification.ingest.instance-id"));
            }
        }
    }

    @Test
    void findsOutWhatBecameOfACommitThatWasNeverAnswered() {
        AtomicInteger lost = new AtomicInteger();
        CrashPoint unanswered = step -> {
            if (step == CrashPoint.Step.COMMITTED && lost.getAndIncrement() % 2 == 0) {
                throw new RecoverableDataAccessException("the connection broke before the answer came");
            }
        };
        try (TestTopics topics = TestTopics.create(1);
                TestStore store = TestStore.on(database, topics)
                        .with("notification.ingest.max-poll-records=50")
                        .with(CrashPoint.class, () -> unanswered)
                        .start()) {
            for (int i = 0; i < 300; i++) topics.send(0, to("u", "u" + i));
            await().until(() -> database.number("select coalesce(max(next_offset), 0) from kafka_offset") == 300);

            holdsEachOnce(topics, "u", 300);
            assertThat(lost).hasPositiveValue();
            assertThat(store.bean(MeterRegistry.class)
                            .counter("notification.ingest.duplicates")
                            .count())
                    .isZero();
        }
    }
}
