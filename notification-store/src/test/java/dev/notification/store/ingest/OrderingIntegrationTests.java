package dev.notification.store.ingest;

import static dev.notification.store.ingest.Samples.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.Notification;
import dev.notification.store.TestDatabase;
import dev.notification.store.TestStore;
import dev.notification.store.TestTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** Nobody ever sees k+1 while k is not visible, and whoever takes several locks takes them in one order. */
class OrderingIntegrationTests {
    private static final String HEADS_WITH_HOLES = """
            select count(*) from (
              select inbox_id from %s group by inbox_id having max(seq) <> count(*) or min(seq) <> 1) holes
            """;

    /** Looks all the time, in one snapshot each time, and counts how often an inbox had a hole. */
    private static final class Hunter implements AutoCloseable {
        private final AtomicBoolean over = new AtomicBoolean();
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final Future<int[]> found;

        Hunter(TestDatabase database, String table) {
            found = thread.submit(() -> {
                int looks = 0;
                int holes = 0;
                SingleConnectionDataSource connection =
                        new SingleConnectionDataSource(database.url(), database.username(), database.password(), true);
                JdbcTemplate sql = new JdbcTemplate(connection);
                while (!over.get()) {
                    Long now = sql.queryForObject(HEADS_WITH_HOLES.formatted(table), Long.class);
                    looks++;
                    if (now != null && now > 0) holes++;
                }
                connection.destroy();
                return new int[] {looks, holes};
            });
        }

        /** How often it looked, and how often it saw a hole. */
        int[] stop() {
            over.set(true);
            return TestTopics.get(found);
        }

        @Override
        public void close() {
            over.set(true);
            thread.shutdownNow();
        }
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(200));
    }

    @Test
    void neverShowsASequenceBeforeTheOnesBelowIt() {
        TestDatabase database = TestDatabase.create();
        CrashPoint rollingBack = step -> {
            if (step == CrashPoint.Step.DELIVERIES_INSERTED
                    && ThreadLocalRandom.current().nextInt(4) == 0) {
                throw new QueryTimeoutException("one of four batches is rolled back");
            }
        };
        int perPartition = 500;
        try (TestTopics topics = TestTopics.create(4);
                TestStore store = TestStore.on(database, topics)
                        .with("notification.ingest.concurrency=4")
                        .with("notification.ingest.max-poll-records=25")
                        .with(CrashPoint.class, () -> rollingBack)
                        .start();
                Hunter hunter = new Hunter(database, "delivery")) {
            for (int i = 0; i < perPartition; i++) {
                for (int partition = 0; partition < 4; partition++) {
                    topics.send(partition, to("r" + i % 5, partition + "-" + i));
                }
            }
            await().until(() -> database.number("select count(*) from delivery") == 4L * perPartition);

            int[] found = hunter.stop();
            assertThat(found[0]).as("looks").isGreaterThan(20);
            assertThat(found[1]).as("looks that saw a hole").isZero();
            assertThat(store.inbox().heads(List.of("r0", "r4")).heads())
                    .containsExactly(4L * perPartition / 5, 4L * perPartition / 5);
            for (int r = 0; r < 5; r++) {
                assertThat(database.sequences("r" + r))
                        .isEqualTo(LongStream.rangeClosed(1, 4L * perPartition / 5)
                                .boxed()
                                .toList());
                List<String> ids = database.ids("r" + r);
                int recipient = r;
                for (int partition = 0; partition < 4; partition++) {
                    String prefix = partition + "-";
                    assertThat(ids.stream().filter(id -> id.startsWith(prefix)))
                            .as("in the order of offsets")
                            .containsExactlyElementsOf(IntStream.range(0, perPartition)
                                    .filter(i -> i % 5 == recipient)
                                    .mapToObj(i -> prefix + i)
                                    .toList());
                }
            }
        }
    }

    /** Control: the hunter does catch the design that is usual, a sequence object and whoever commits first. */
    @Test
    void theHunterCatchesASequenceObject() {
        TestDatabase database = TestDatabase.create();
        database.sql().execute("create table usual (inbox_id int not null, seq bigserial)");
        ExecutorService writers = Executors.newFixedThreadPool(4);
        try (Hunter hunter = new Hunter(database, "usual")) {
            List<Future<?>> done = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                done.add(writers.submit(() -> {
                    TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(
                            new DriverManagerDataSource(database.url(), database.username(), database.password())));
                    JdbcTemplate sql = new JdbcTemplate(java.util.Objects.requireNonNull(((DataSourceTransactionManager)
                                    java.util.Objects.requireNonNull(transaction.getTransactionManager()))
                            .getDataSource()));
                    for (int i = 0; i < 25; i++) {
                        transaction.executeWithoutResult(status -> {
                            sql.execute("insert into usual (inbox_id) values (1)");
                            sql.execute("select pg_sleep(random() / 50)");
                            if (ThreadLocalRandom.current().nextInt(4) == 0) status.setRollbackOnly();
                        });
                    }
                }));
            }
            done.forEach(TestTopics::get);

            assertThat(hunter.stop()[1]).as("looks that saw a hole").isPositive();
        } finally {
            writers.shutdownNow();
        }
    }

    /** Lets two batches take their locks side by side, and counts: each waits a moment for another one to come. */
    private static CrashPoint together(AtomicInteger met) {
        Exchanger<Boolean> meeting = new Exchanger<>();
        return step -> {
            if (step != CrashPoint.Step.OFFSETS_MOVED) return;
            try {
                meeting.exchange(true, 3, TimeUnit.SECONDS);
                met.incrementAndGet();
            } catch (TimeoutException alone) {
                // nothing comes of the other partition now
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private static Notification toAll(List<String> recipients, String id) {
        return Notification.builder()
                .source("/tests")
                .type("test.happened")
                .id(id)
                .recipients(recipients)
                .build();
    }

    /** What a batch of one partition names first, the batch of the other names last. */
    @Test
    void twoBatchesNeverLockEachOtherUp() {
        TestDatabase database = TestDatabase.create();
        AtomicInteger met = new AtomicInteger();
        int batch = 20;
        int lists = 3 * batch;
        int shared = 30 * batch;
        List<String> forwards = IntStream.range(100, 300).mapToObj(i -> "r" + i).toList();
        List<String> backwards =
                IntStream.range(100, 300).mapToObj(i -> "r" + (399 - i)).toList();
        try (TestTopics topics = TestTopics.create(2);
                TestStore store = TestStore.on(database, topics)
                        .with("notification.ingest.concurrency=2")
                        .with("notification.ingest.max-poll-records=" + batch)
                        .with(CrashPoint.class, () -> together(met))
                        .start()) {
            // until each consumer has a partition
            await().until(() -> {
                for (int partition = 0; partition < 2; partition++) {
                    topics.send(partition, to("early", UUID.randomUUID().toString()));
                }
                topics.flush();
                return met.get() > 0;
            });
            met.set(0);
            for (int i = 0; i < lists; i++) {
                topics.send(0, toAll(forwards, "forwards-" + i));
                topics.send(1, toAll(backwards, "backwards-" + i));
            }
            for (int i = 0; i < shared; i++) {
                topics.send(0, to("shared", "shared-" + i));
                int mirrored = i + batch - 1 - 2 * (i % batch);
                topics.send(1, to("shared", "shared-" + mirrored));
            }
            topics.flush();
            long end = topics.end(0) + topics.end(1);
            await().until(() -> database.number("select sum(next_offset) from kafka_offset") == end);

            assertThat(met).as("batches side by side").hasValueGreaterThan(10);
            assertThat(store.inbox().heads(List.of("r100", "r299", "shared")).heads())
                    .containsExactly(2L * lists, 2L * lists, (long) shared);
            for (String recipient : List.of("r100", "r299", "shared")) {
                assertThat(database.ids(recipient)).doesNotHaveDuplicates();
            }
            assertThat(topics.rejected()).isEmpty();
        }
        // what a session counted is told at its end at the latest
        await().until(() -> database.number("select count(*) from pg_stat_activity where datname = current_database()"
                        + " and backend_type = 'client backend' and pid <> pg_backend_pid()")
                == 0);
        assertThat(database.number("select deadlocks from pg_stat_database where datname = current_database()"))
                .isZero();
    }
}
