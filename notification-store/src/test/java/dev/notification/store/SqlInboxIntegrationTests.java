package dev.notification.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.api.Priority;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SqlInboxIntegrationTests extends InboxContract {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestTopics TOPICS = TestTopics.create(1);
    private static @Nullable HeardArrivals heard;
    private static @Nullable TestStore store;

    @BeforeAll
    static void start() {
        store = TestStore.on(DATABASE, TOPICS).start();
        heard = HeardArrivals.connect(store().bean(Arrivals.class), recipient -> !recipient.startsWith("bob"));
    }

    @AfterAll
    static void stop() {
        store().close();
        TOPICS.close();
    }

    private static TestStore store() {
        return java.util.Objects.requireNonNull(store);
    }

    @Override
    protected Inbox inbox() {
        return store().inbox();
    }

    /** As ingest would, but for the Kafka record. */
    @Override
    protected long append(
            String recipient, Content content, Priority priority, @Nullable Instant expiresAt, boolean ackRequired) {
        long seq = DATABASE.number(
                """
                with i as (insert into inbox (recipient, head) values (?, 1)
                           on conflict (recipient) do update set head = inbox.head + 1 returning id, head),
                     n as (insert into notification (id, source, message_id, type, priority, attributes, data, data_binary)
                           values (nextval('notification_id'), '/s', 'm', ?, ?, ?, ?, ?) returning id, priority)
                insert into delivery (inbox_id, seq, notification_id, priority, expires_at, ack_required)
                select i.id, i.head, n.id, n.priority, ?, ? from i, n returning seq""",
                recipient,
                content.type(),
                Lanes.number(priority),
                content.attributes(),
                content.data(),
                content.binary(),
                expiresAt == null ? null : Timestamp.from(expiresAt),
                ackRequired);
        store().bean(Arrivals.class)
                .announce(List.of(new Arrival.Stored(
                        recipient, inbox().heads(List.of()).epoch().id(), seq, null)));
        return seq;
    }

    @Override
    protected Instant now() {
        return java.util.Objects.requireNonNull(
                        DATABASE.sql().queryForObject("select clock_timestamp()", Timestamp.class))
                .toInstant();
    }

    @Override
    protected void reach(Instant instant) {
        await().pollInterval(Duration.ofMillis(20)).until(() -> now().isAfter(instant));
    }

    @Override
    protected List<Arrival> announced(String recipient, int count) {
        return java.util.Objects.requireNonNull(heard).of(recipient, count);
    }

    @Override
    protected void renewEpoch() {
        DATABASE.sql().execute("select renew_epoch()");
    }

    /** An inbox of 12,001 deliveries; which of them need an ack the condition on {@code i} says. */
    private static AckRequest large(String recipient, String ackRequired, boolean read) {
        DATABASE.sql().update("""
                with i as (insert into inbox (recipient, head) values (?, 12001) returning id),
                     n as (insert into notification (id, source, message_id, type, priority, attributes)
                           values (nextval('notification_id'), '/s', 'm', 't', 1, '') returning id)
                insert into delivery (inbox_id, seq, notification_id, priority, ack_required)
                select i.id, s, n.id, 1, %s from i, n, generate_series(1, 12001) s""".formatted(ackRequired), recipient);
        return new AckRequest(recipient, null, List.of(new SequenceRange(1, 12_001)), 0, read);
    }

    @Test
    void acksVeryMuchInPartsSoThatNobodyElseWaitsForAllOfIt() {
        AckRequest all = large(alice, "true", false);
        AckRequest some = large(bob, "true", false);
        AckRequest first = new AckRequest(bob, null, List.of(new SequenceRange(1, 3)), 0, false);

        assertThat(inbox().ack(List.of(all, first), List.of()))
                .containsExactly(
                        new AckResult(true, true, 5_000, 0, 0, 0, 0), new AckResult(true, 3, 0, 11_998, 0, 12_001));
        assertThat(ack(all)).isEqualTo(new AckResult(true, true, 5_000, 0, 0, 0, 0));
        assertThat(ack(all)).isEqualTo(new AckResult(true, 2_001, 0, 0, 0, 12_001));
        assertThat(ack(some).and(ack(some)).and(ack(some))).isEqualTo(new AckResult(true, 11_998, 0, 0, 0, 12_001));
    }

    @Test
    void marksVeryMuchAsReadInPartsWhetherItNeedsAcksOrNot() {
        AckRequest all = large(alice, "s % 2 = 0", true);
        assertThat(ack(all)).isEqualTo(new AckResult(true, true, 2_500, 5_000, 0, 0, 0));
        assertThat(ack(all)).isEqualTo(new AckResult(true, true, 2_500, 5_000, 0, 0, 0));
        assertThat(ack(all)).isEqualTo(new AckResult(true, 1_000, 2_001, 0, 0, 12_001));
        assertThat(ack(all)).isEqualTo(new AckResult(true, 0, 0, 0, 0, 12_001));
    }
}
