package dev.notification.store.ingest;

import static dev.notification.store.ingest.Samples.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.servers.LocalPostgres;
import dev.notification.store.TestDatabase;
import dev.notification.store.TestStore;
import dev.notification.store.TestTopics;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Nothing is skipped and nothing is refused because of a fault of the servers; all is stored when they are back. */
class FaultIntegrationTests {
    private static final List<String> HASTY = List.of(
            // shorter than in earnest, so that the tests are
            "spring.datasource.hikari.data-source-properties.options=-c lock_timeout=300ms",
            "spring.datasource.hikari.data-source-properties.socketTimeout=5",
            "notification.ingest.max-poll-records=50");

    private final AtomicInteger tries = new AtomicInteger();
    /** Done once, in the middle of a transaction. */
    private final AtomicReference<Runnable> midway = new AtomicReference<>(FaultIntegrationTests::nothing);

    private static void nothing() {}

    private TestStore hasty(TestDatabase database, TestTopics topics) {
        return TestStore.on(database, topics)
                .with(HASTY)
                .with(CrashPoint.class, () -> step -> {
                    if (step == CrashPoint.Step.POLLED) tries.incrementAndGet();
                    if (step == CrashPoint.Step.OFFSETS_MOVED)
                        midway.getAndSet(FaultIntegrationTests::nothing).run();
                })
                .start();
    }

    /** Returns when ingest has failed at least once since. */
    private void triesInVain() {
        int before = tries.get();
        await().until(() -> tries.get() >= before + 2);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(100));
    }

    private static void holds(TestDatabase database, String recipient, int count) {
        await().ignoreExceptions().until(() -> database.sequences(recipient).size() >= count);
        assertThat(database.sequences(recipient))
                .isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
        assertThat(database.ids(recipient))
                .isEqualTo(
                        IntStream.range(0, count).mapToObj(i -> recipient + i).toList());
    }

    private static void send(TestTopics topics, String recipient, int from, int to) {
        for (int i = from; i < to; i++) topics.send(0, to(recipient, recipient + i));
        topics.flush();
    }

    @Test
    void waitsForADatabaseThatIsStoppedOrReadOnly() throws SQLException {
        try (LocalPostgres postgres = LocalPostgres.startIn(Path.of("target", "fault-postgres"), 0);
                TestTopics topics = TestTopics.create(1)) {
            TestDatabase server = new TestDatabase(postgres.jdbcUrl(), postgres.username(), postgres.password());
            server.sql().execute("drop database if exists fault with (force)");
            server.sql().execute("create database fault");
            TestDatabase database =
                    new TestDatabase(postgres.jdbcUrl("fault"), postgres.username(), postgres.password());
            try (TestStore store = hasty(database, topics)) {
                send(topics, "s", 0, 100);
                holds(database, "s", 100);

                postgres.stop();
                send(topics, "s", 100, 300);
                await().until(() -> unhealthy(store));
                postgres.start();
                holds(database, "s", 300);

                readOnly(database, true);
                send(topics, "s", 300, 400);
                triesInVain();
                assertThat(database.sequences("s")).hasSize(300);
                readOnly(database, false);
                holds(database, "s", 400);

                CompletableFuture<Integer> ended = pauseMidway(postgres);
                send(topics, "s", 400, 500);
                assertThat(ended)
                        .succeedsWithin(Duration.ofSeconds(90))
                        .isNotEqualTo(TransactionSynchronization.STATUS_COMMITTED);
                postgres.resume();
                holds(database, "s", 500);
                assertThat(topics.rejected()).isEmpty();
            }
        }
    }

    /** Pauses the server under a statement, which only the client's own limit ends. Completes when its transaction has ended. */
    private CompletableFuture<Integer> pauseMidway(LocalPostgres postgres) {
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        midway.set(() -> {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCompletion(int status) {
                    ended.complete(status);
                }
            });
            postgres.pause();
        });
        return ended;
    }

    private static boolean unhealthy(TestStore store) {
        try {
            store.inbox().heads(List.of("s"));
            return false;
        } catch (RuntimeException e) {
            return true;
        }
    }

    private static void readOnly(TestDatabase database, boolean on) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.url(), database.username(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("set default_transaction_read_only = off");
            statement.execute("alter system set default_transaction_read_only = " + (on ? "on" : "off"));
            statement.execute("select pg_reload_conf()");
        }
        // the server only sent itself a signal; who connects after it was heard shows that all others were told
        await().until(() -> on
                == "on"
                        .equals(database.sql()
                                .queryForObject(
                                        "select current_setting('default_transaction_read_only')", String.class)));
    }

    @Test
    void waitsForLocksThatAreHeldTooLong() throws SQLException {
        TestDatabase database = TestDatabase.create();
        try (TestTopics topics = TestTopics.create(1);
                TestStore store = hasty(database, topics);
                Connection other =
                        DriverManager.getConnection(database.url(), database.username(), database.password());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table inbox in access exclusive mode");
            send(topics, "l", 0, 200);
            triesInVain();
            assertThat(database.number("select count(*) from message_key")).isZero();
            other.rollback();

            holds(database, "l", 200);
            assertThat(topics.rejected()).isEmpty();
            assertThat(store.bean(IngestContainer.class).health().getStatus()).isEqualTo(Status.UP);
        }
    }

    @Test
    void stepsOverAbortedTransactionsAndTheirMarkers() {
        TestDatabase database = TestDatabase.create();
        try (TestTopics topics = TestTopics.create(1)) {
            try (KafkaProducer<byte[], byte[]> producer =
                    topics.producer(Map.of("transactional.id", topics.prefix()))) {
                producer.initTransactions();
                int next = 0;
                for (int round = 0; round < 6; round++) {
                    boolean abort = round % 2 == 0;
                    producer.beginTransaction();
                    for (int i = 0; i < 40; i++) {
                        String id = abort ? "aborted-" + round + i : "t" + next++;
                        TestTopics.get(producer.send(topics.record(0, to("t", id))));
                    }
                    producer.flush();
                    if (abort) producer.abortTransaction();
                    else producer.commitTransaction();
                }
            }
            try (TestStore store = TestStore.on(database, topics)
                    .with("notification.ingest.max-poll-records=15")
                    .start()) {
                holds(database, "t", 120);
                assertThat(store.bean(IngestContainer.class).health().getStatus())
                        .isEqualTo(Status.UP);
                await().until(() -> database.number("select max(next_offset) from kafka_offset") >= topics.end(0) - 1);
            }
            // and again from there
            try (TestStore store = TestStore.on(database, topics).start()) {
                send(topics, "t", 120, 130);
                holds(database, "t", 130);
                assertThat(store.bean(IngestContainer.class).health().getStatus())
                        .isEqualTo(Status.UP);
            }
        }
    }

    @Test
    void standsStillBeforeAGapUntilAnOperatorNamesIt() {
        TestDatabase database = TestDatabase.create();
        try (TestTopics topics = TestTopics.create(1)) {
            try (TestStore store = TestStore.on(database, topics).start()) {
                send(topics, "g", 0, 10);
                holds(database, "g", 10);
                assertThat(store.bean(IngestContainer.class).isRunning()).isTrue();
            }
            send(topics, "lost", 0, 10);
            TestTopics.get(topics.admin()
                    .deleteRecords(Map.of(topics.partition(0), RecordsToDelete.beforeOffset(20)))
                    .all());
            send(topics, "g", 10, 20);

            try (TestStore store = TestStore.on(database, topics).start()) {
                IngestContainer container = store.bean(IngestContainer.class);
                await().until(() -> container.health().getStatus().equals(Status.OUT_OF_SERVICE));
                assertThat(container.health().getDetails().get("reason"))
                        .asString()
                        .contains("notification.ingest.accept-gap.0=20", "10");
                await().until(() -> !container.isRunning());
                assertThat(database.sequences("g")).hasSize(10);
                assertThat(database.number("select next_offset from kafka_offset"))
                        .isEqualTo(10);
            }
            try (TestStore store = TestStore.on(database, topics)
                    .with("notification.ingest.accept-gap.0=20")
                    .start()) {
                holds(database, "g", 20);
                assertThat(store.bean(IngestContainer.class).health().getStatus())
                        .isEqualTo(Status.UP);
            }
            assertThat(database.sequences("lost")).isEmpty();
        }
    }

    @Test
    void readsATopicMadeAnewFromItsBeginning() {
        TestDatabase database = TestDatabase.create();
        try (TestTopics topics = TestTopics.create(1);
                TestStore store = TestStore.on(database, topics).start()) {
            send(topics, "n", 0, 5);
            holds(database, "n", 5);
            topics.delete();
            Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
                topics.create();
                return true;
            });
            // what was there before comes again, and more than the old position says
            Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
                topics.put(topics.record(0, to("n", "n0")));
                return true;
            });
            // with as many records as before, it would go on as if nothing had happened
            await().until(() -> database.number("select count(*) from kafka_offset") == 2);
            send(topics, "n", 1, 20);

            holds(database, "n", 20);
            assertThat(store.bean(IngestContainer.class).health().getStatus()).isEqualTo(Status.UP);
        }
    }

    @Test
    void beginsANewEpochWhenTheDatabaseWasSetBack() {
        TestDatabase database = TestDatabase.create();
        try (TestTopics topics = TestTopics.create(1)) {
            String before;
            try (TestStore store = TestStore.on(database, topics).start()) {
                send(topics, "b", 0, 30);
                holds(database, "b", 30);
                before = store.inbox().open(List.of("b")).get(0).cursorEpoch();
                await().until(() -> topics.committed(0) == 30);
            }
            try (TestStore store = TestStore.on(database, topics).start()) {
                assertThat(store.inbox().open(List.of("b")).get(0).cursorEpoch())
                        .isEqualTo(before);
            }
            // as a restored backup would be
            database.sql().update("update kafka_offset set next_offset = 20");
            database.sql().update("delete from delivery where seq > 20");
            database.sql()
                    .update("delete from message_key where hash in (select message_key_hash(source, message_id)"
                            + " from notification where substring(message_id from 2)::int >= 20)");
            database.sql().update("delete from notification where substring(message_id from 2)::int >= 20");
            database.sql().update("update inbox set head = 20");

            try (TestStore store = TestStore.on(database, topics).start()) {
                await().until(() ->
                        !store.inbox().open(List.of("b")).get(0).cursorEpoch().equals(before));
                await().until(() -> database.number("select next_offset from kafka_offset") == 30);
                holds(database, "b", 30);
            }
        }
    }
}
