package dev.notification.store.ingest;

import static dev.notification.store.ingest.Samples.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.AckRequest;
import dev.notification.store.CountedStatements;
import dev.notification.store.Covered;
import dev.notification.store.Filter;
import dev.notification.store.Inbox;
import dev.notification.store.InboxFilter;
import dev.notification.store.Lanes;
import dev.notification.store.PageRequest;
import dev.notification.store.SentMark;
import dev.notification.store.SequenceRange;
import dev.notification.store.TestDatabase;
import dev.notification.store.TestStore;
import dev.notification.store.TestTopics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a batch, a read and an ack cost in statements, begin and commit not counted: the same, however large they are. */
class StatementCountIntegrationTests {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestTopics TOPICS = TestTopics.create(1);
    private static final AtomicInteger BATCHES = new AtomicInteger();
    private static final TestStore STORE = TestStore.on(DATABASE, TOPICS)
            .with(CountedStatements.Counting.class)
            // a second consumer that joins late takes partitions away, and who gets them back asks where they stand
            .with("notification.ingest.concurrency=1")
            .with(CrashPoint.class, () -> step -> {
                // before the commit, which is what the test waits for
                if (step == CrashPoint.Step.REFUSALS_KEPT) BATCHES.incrementAndGet();
            })
            .start();
    private static final CountedStatements STATEMENTS = STORE.bean(CountedStatements.class);

    @AfterAll
    static void stop() {
        STORE.close();
        TOPICS.close();
    }

    private static List<String> recipients(int count) {
        return IntStream.range(0, count).mapToObj(i -> "r" + i).toList();
    }

    private static int statements(Runnable what) {
        STATEMENTS.clear();
        what.run();
        return STATEMENTS.ofThisThread().size();
    }

    private static int ingestStatements(Runnable what) {
        STATEMENTS.clear();
        what.run();
        return STATEMENTS.ofIngest().size();
    }

    private static void ingest(int from, int count) {
        for (int i = from; i < from + count; i++) TOPICS.send(0, to("r" + i % 700, "n" + i));
        TOPICS.flush();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> DATABASE.number("select count(*) from delivery") == from + count
                        && DATABASE.number("select max(next_offset) from kafka_offset") == TOPICS.end(0));
    }

    @Test
    @SuppressWarnings("SystemOut")
    void areAsFewForAThousandAsForOne() {
        ingest(0, 1);
        BATCHES.set(0);
        int one = ingestStatements(() -> ingest(1, 1));
        assertThat(BATCHES).hasValue(1);
        BATCHES.set(0);
        int many = ingestStatements(() -> ingest(2, 3_000));
        System.out.println("statements of a batch: " + one + ", of " + BATCHES + " batches: " + many);
        // offsets, keys, inboxes, content, deliveries
        assertThat(one).isEqualTo(5);
        assertThat(many).isEqualTo(5 * BATCHES.get());
        assertThat(BATCHES.get()).isLessThan(300);

        // one more look at the keys when some are taken; nothing is inserted where all are
        BATCHES.set(0);
        int repeats = ingestStatements(() -> {
            TOPICS.send(0, to("r1", "n1"));
            ingest(3_002, 1);
        });
        assertThat(repeats).isBetween(5, 6 * BATCHES.get());

        // and one that says what was refused
        int refusing = ingestStatements(() -> {
            TOPICS.send(new ProducerRecord<>(TOPICS.notifications(), 0, null, new byte[1]));
            ingest(3_003, 1);
        });
        assertThat(refusing).isBetween(6, 8);
        assertThat(STATEMENTS.ofIngest())
                .filteredOn(sql -> sql.contains("insert into rejection"))
                .hasSize(1);

        Inbox inbox = STORE.inbox();
        for (int count : new int[] {1, 500}) {
            List<String> names = recipients(count);
            assertThat(statements(() -> inbox.open(names))).as("open %d", count).isEqualTo(2);
            assertThat(statements(() -> inbox.heads(names)))
                    .as("heads %d", count)
                    .isEqualTo(2);
            assertThat(statements(() -> inbox.read(names.stream()
                            .map(name -> new PageRequest(
                                    name,
                                    Lanes.all(0),
                                    Lanes.all(100),
                                    100_000,
                                    new Covered(0, Instant.EPOCH, false),
                                    0,
                                    Filter.NONE,
                                    List.of()))
                            .toList())))
                    .as("read %d", count)
                    .isEqualTo(1);
            List<SentMark> marks = names.stream()
                    .map(name -> new SentMark(name, 1, Instant.EPOCH, Instant.EPOCH, 1, false))
                    .toList();
            assertThat(statements(() -> inbox.markSent(marks)))
                    .as("mark %d", count)
                    .isEqualTo(1);
            // epoch, acks, counts
            assertThat(statements(() -> inbox.ack(acks(names, false), List.of())))
                    .as("ack %d", count)
                    .isEqualTo(3);
            assertThat(statements(() -> inbox.ack(acks(names, true), List.of())))
                    .as("read mark %d", count)
                    .isEqualTo(3);
            // reads apart from acks, and marks that no ack covers
            assertThat(statements(() -> inbox.ack(
                            java.util.stream.Stream.of(acks(names, true), acks(List.of("r0"), false))
                                    .flatMap(List::stream)
                                    .toList(),
                            List.of(new SentMark("nobody", 1, Instant.EPOCH, Instant.EPOCH, 1, false)))))
                    .as("everything %d", count)
                    .isEqualTo(5);
        }
        assertThat(statements(() -> inbox.list("r1", InboxFilter.ALL, OptionalLong.empty(), 50, Instant.EPOCH)))
                .isEqualTo(1);
        assertThat(statements(() -> inbox.find("r1", 1, Instant.EPOCH))).isEqualTo(1);
        assertThat(statements(() -> inbox.summary("r1"))).isEqualTo(1);
    }

    private static List<AckRequest> acks(List<String> names, boolean read) {
        return names.stream()
                .map(name -> new AckRequest(name, null, List.of(new SequenceRange(1, 3)), 9, read))
                .toList();
    }
}
