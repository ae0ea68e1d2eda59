package dev.notification.store.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.notification.api.Notification;
import dev.notification.store.AckRequest;
import dev.notification.store.Arrival;
import dev.notification.store.Arrivals;
import dev.notification.store.Author;
import dev.notification.store.Corrected;
import dev.notification.store.Corrected.Outcome;
import dev.notification.store.Corrections;
import dev.notification.store.HeardArrivals;
import dev.notification.store.InboxFilter;
import dev.notification.store.NotificationKey;
import dev.notification.store.SequenceRange;
import dev.notification.store.TestDatabase;
import dev.notification.store.TestStore;
import dev.notification.store.TestTopics;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

class CorrectionIntegrationTests {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestTopics TOPICS = TestTopics.create(1);
    private static final TestStore STORE = TestStore.on(DATABASE, TOPICS).start();
    private static final HeardArrivals HEARD = HeardArrivals.connect(STORE.bean(Arrivals.class));
    private static final Author ROOT = new Author("root", "192.0.2.7");

    private final String run = UUID.randomUUID().toString();
    private final String alice = "alice-" + run;
    private final String bob = "bob-" + run;
    private final NotificationKey key = new NotificationKey("/s", run);

    @AfterAll
    static void stop() {
        STORE.close();
        TOPICS.close();
    }

    private static Corrections corrections() {
        return STORE.bean(Corrections.class);
    }

    private void publish(String id, String... recipients) {
        publish(notification(id, recipients).build());
    }

    private void publish(Notification notification) {
        long before = DATABASE.number("select count(*) from delivery");
        int added = notification.audience().names().size();
        TOPICS.send(0, notification);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> DATABASE.number("select count(*) from delivery") == before + added);
    }

    private static Notification.Builder notification(String id, String... recipients) {
        return Notification.builder().source("/s").type("t").id(id).recipients(List.of(recipients));
    }

    private static void ack(String recipient, long seq) {
        STORE.inbox()
                .ack(
                        List.of(new AckRequest(recipient, null, List.of(new SequenceRange(seq, seq)), 0, false)),
                        List.of());
    }

    private static Map<Long, String> states(String recipient) {
        return STORE
                .inbox()
                .list(
                        recipient,
                        InboxFilter.ALL,
                        OptionalLong.empty(),
                        100,
                        Clock.systemUTC().instant())
                .stream()
                .collect(Collectors.toMap(
                        item -> item.delivery().seq(), item -> item.state().label()));
    }

    private static long unacked(String recipient) {
        return STORE.inbox().summary(recipient).unacked();
    }

    private static long epochId() {
        return STORE.inbox().heads(List.of()).epoch().id();
    }

    private List<String> audited(String action) {
        return DATABASE.sql()
                .queryForList(
                        "select actor || ' ' || host(address) || ' ' || detail from audit where action = ? and message_id = ?",
                        String.class,
                        action,
                        run);
    }

    @Test
    void cancelsWhatIsUnsettledAndNothingElse() {
        publish(run, alice, bob);
        ack(bob, 1);

        assertThat(corrections().cancel(key, Set.of(), ROOT)).isEqualTo(new Corrected(Outcome.DONE, 1));

        assertThat(states(alice)).isEqualTo(Map.of(1L, "cancelled"));
        assertThat(states(bob)).isEqualTo(Map.of(1L, "acked"));
        HEARD.has(new Arrival.Withdrawn(alice, epochId(), List.of(new SequenceRange(1, 1))));
        ack(alice, 1);
        assertThat(states(alice)).as("an ack that comes later does not count").isEqualTo(Map.of(1L, "cancelled"));
        assertThat(corrections().cancel(key, Set.of(), ROOT)).isEqualTo(new Corrected(Outcome.DONE, 0));
        assertThat(audited("cancel")).containsExactly("root 192.0.2.7 {\"changed\": 1}");
    }

    @Test
    void letsItExpireSoThatAnAckStillCounts() {
        publish(run, alice, bob);

        assertThat(corrections()
                        .expire(key, Set.of(alice, "nobody-" + run), ROOT)
                        .changed())
                .isEqualTo(1);

        assertThat(states(alice)).isEqualTo(Map.of(1L, "expired"));
        assertThat(states(bob)).isEqualTo(Map.of(1L, "pending"));
        assertThat(unacked(alice)).isZero();
        ack(alice, 1);
        assertThat(states(alice)).isEqualTo(Map.of(1L, "acked"));
        assertThat(audited("expire")).hasSize(1);
    }

    @Test
    void resendsUnderTheNextSequence() {
        publish(run, alice, bob);
        ack(bob, 1);
        publish("other-" + run, alice);

        assertThat(corrections().resend(key, Set.of(), ROOT).changed()).isEqualTo(2);
        assertThat(corrections().resend(key, Set.of(alice), ROOT).changed()).isEqualTo(1);

        assertThat(states(alice)).isEqualTo(Map.of(1L, "superseded", 2L, "pending", 3L, "superseded", 4L, "pending"));
        assertThat(states(bob)).isEqualTo(Map.of(1L, "acked", 2L, "pending"));
        assertThat(DATABASE.sequences(alice)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(DATABASE.ids(alice)).containsExactly(run, "other-" + run, run, run);
        HEARD.has(new Arrival.Withdrawn(alice, epochId(), List.of(new SequenceRange(1, 1))));
        HEARD.has(new Arrival.Stored(alice, epochId(), 4, null));
        publish("next-" + run, alice);
        assertThat(DATABASE.sequences(alice)).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void resendsNothingThatHasExpired() {
        publish(run, alice);
        DATABASE.sql().update("update notification set expires_at = now() where message_id = ?", run);
        DATABASE.sql()
                .update(
                        "update delivery set expires_at = now() where notification_id in (select id from notification where message_id = ?)",
                        run);
        assertThat(corrections().resend(key, Set.of(), ROOT).outcome()).isEqualTo(Outcome.EXPIRED);
        assertThat(corrections().cancel(key, Set.of(), ROOT).changed()).isZero();
    }

    @Test
    void saysWhatItDoesNotKnow() {
        assertThat(corrections().cancel(key, Set.of(), ROOT)).isEqualTo(Corrected.not(Outcome.UNKNOWN));
        assertThat(corrections().resend(key, Set.of(), ROOT)).isEqualTo(Corrected.not(Outcome.UNKNOWN));
        publish(run, alice);
        assertThat(corrections().expire(key, Set.of("nobody-" + run), ROOT)).isEqualTo(new Corrected(Outcome.DONE, 0));
    }

    @Test
    void keepsSequencesGaplessWhileOthersStore() throws Exception {
        publish(run, alice, bob);
        int rounds = 20;
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<Long>> resent = threads.invokeAll(List.<Callable<Long>>of(
                    () -> resendTimes(rounds, Set.of(alice)), () -> resendTimes(rounds, Set.of(bob)), () -> {
                        for (int i = 0; i < rounds; i++) {
                            TOPICS.send(0, notification(run + i, bob, alice).build());
                        }
                        return 0L;
                    }));
            for (Future<Long> one : resent) one.get();
        } finally {
            threads.shutdown();
        }
        List<Long> expected =
                IntStream.rangeClosed(1, 1 + 2 * rounds).mapToObj(Long::valueOf).toList();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(DATABASE.sequences(alice)).isEqualTo(expected);
            assertThat(DATABASE.sequences(bob)).isEqualTo(expected);
        });
        assertThat(unacked(alice)).isEqualTo(rounds + 1);
    }

    private long resendTimes(int rounds, Set<String> recipients) {
        long changed = 0;
        for (int i = 0; i < rounds; i++)
            changed += corrections().resend(key, recipients, ROOT).changed();
        return changed;
    }

    @Test
    void correctsMoreThanOneTransactionTakes() {
        int recipients = 2 * SqlCorrections.PER_TRANSACTION + 1;
        publish(run, alice);
        DATABASE.sql()
                .update(
                        "with i as (insert into inbox (recipient, head) select ? || g, 1 from generate_series(1, ?) g"
                                + " returning id) insert into delivery (inbox_id, seq, notification_id, priority,"
                                + " created_at) select i.id, 1, n.id, 1, n.created_at from i, notification n"
                                + " where n.message_id = ?",
                        "many-" + run + "-",
                        recipients - 1,
                        run);

        assertThat(corrections().resend(key, Set.of(), ROOT).changed()).isEqualTo(recipients);
        assertThat(corrections().cancel(key, Set.of(), ROOT).changed()).isEqualTo(recipients);

        assertThat(audited("cancel")).hasSize(3);
        assertThat(DATABASE.number(
                        "select count(*) from delivery d join notification n on n.id = d.notification_id"
                                + " where n.message_id = ? and d.outcome = case d.seq when 1 then 3 else 4 end",
                        run))
                .isEqualTo(2L * recipients);
    }

    @Test
    void erasesAnInboxAndTheContentThatNobodyElseHas() {
        publish(run, alice, bob);
        publish("own-" + run, alice);

        assertThat(corrections().erase(alice, ROOT)).isEqualTo(2);

        assertThat(states(alice)).isEmpty();
        assertThat(contents("own-" + run)).isZero();
        assertThat(contents(run)).as("bob has it still").isEqualTo(1);
        HEARD.has(new Arrival.Withdrawn(alice, epochId(), List.of(new SequenceRange(1, 2))));
        assertThat(corrections().erase(bob, ROOT)).isEqualTo(1);
        assertThat(contents(run)).isZero();
        assertThat(corrections().erase("nobody-" + run, ROOT)).isZero();

        TOPICS.send(0, notification("own-" + run, alice).build());
        publish("new-" + run, alice);
        assertThat(DATABASE.sequences(alice))
                .as("a repeat is one still, and the counter goes on")
                .containsExactly(3L);
        assertThat(DATABASE.sql()
                        .queryForList(
                                "select detail ->> 'deliveries' from audit where recipient = ?", String.class, alice))
                .containsExactly("2");
    }

    private static long contents(String id) {
        return DATABASE.number("select count(*) from notification where message_id = ?", id);
    }

    @Test
    void leavesNoContentBehindWhenAllWhoHaveItAreErasedAtOnce() throws Exception {
        List<String> names = IntStream.range(0, 4).mapToObj(i -> run + "-" + i).toList();
        ExecutorService threads = Executors.newFixedThreadPool(names.size());
        try {
            for (int round = 0; round < 10; round++) {
                publish(run + round, names.toArray(String[]::new));
                List<Callable<Long>> erasures = names.stream()
                        .<Callable<Long>>map(name -> () -> corrections().erase(name, ROOT))
                        .toList();
                for (Future<Long> erased : threads.invokeAll(erasures))
                    assertThat(erased.get()).isEqualTo(1);
                assertThat(contents(run + round)).isZero();
            }
        } finally {
            threads.shutdown();
        }
    }

    /** Erased by somebody whose transaction ends when the resend has taken its sequence already. */
    private Corrected resendWhileErased(String erased) throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Connection erasing =
                DriverManager.getConnection(DATABASE.url(), DATABASE.username(), DATABASE.password())) {
            erasing.setAutoCommit(false);
            Future<Corrected> resent;
            try (Statement erase = erasing.createStatement()) {
                for (String statement : erased.split(";", -1)) erase.execute(statement);
                resent = other.submit(() -> corrections().resend(key, Set.of(), ROOT));
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> DATABASE.number("select count(*) from pg_locks where not granted") > 0);
            }
            erasing.commit();
            return resent.get();
        } finally {
            other.shutdown();
        }
    }

    @Test
    void resendsNothingThatIsErasedMeanwhile() throws Exception {
        publish(run, alice);
        ack(alice, 1);
        assertThat(resendWhileErased(
                        "delete from delivery d using notification n where n.id = d.notification_id and n.message_id = '"
                                + run + "'; delete from notification where message_id = '" + run + "'"))
                .isEqualTo(Corrected.not(Outcome.UNKNOWN));
        assertThat(STORE.inbox().summary(alice).head())
                .as("no sequence is lost")
                .isEqualTo(1);
        assertThat(audited("resend")).isEmpty();
    }

    @Test
    void resendsNothingToWhomItIsErasedMeanwhile() throws Exception {
        publish(run, alice, bob);
        assertThat(resendWhileErased("delete from delivery d using inbox i where i.id = d.inbox_id and i.recipient = '"
                        + alice + "'"))
                .isEqualTo(new Corrected(Outcome.DONE, 1));
        assertThat(states(alice)).isEmpty();
        assertThat(states(bob)).isEqualTo(Map.of(1L, "superseded", 2L, "pending"));
        assertThat(STORE.inbox().summary(alice).head()).isEqualTo(1);
        assertThat(audited("resend")).hasSize(1);
    }

    @Test
    void saysInTheAuditInWhoseInboxes() {
        publish(run, alice, bob);
        corrections().cancel(key, Set.of(alice), ROOT);
        corrections().resend(key, new TreeSet<>(Set.of(alice, bob)), ROOT);
        assertThat(DATABASE.sql()
                        .queryForList(
                                "select action || ' ' || coalesce(recipient, '') || ' ' || detail from audit where message_id = ? order by id",
                                String.class,
                                run))
                .containsExactly(
                        "cancel " + alice + " {\"changed\": 1}",
                        "resend  {\"changed\": 2, \"recipients\": [\"" + alice + "\", \"" + bob + "\"]}");
    }

    @Test
    void neverChangesTheAudit() {
        publish(run, alice);
        corrections().cancel(key, Set.of(), ROOT);
        for (String change : List.of("update audit set actor = 'x'", "delete from audit", "truncate audit")) {
            assertThatThrownBy(() -> DATABASE.sql().execute(change))
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("never changed");
        }
    }
}
