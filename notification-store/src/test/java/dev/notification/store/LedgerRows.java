package dev.notification.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows as ingest would write them, but for the Kafka record and the time of storing. */
final class LedgerRows {
    private static final String NOTIFICATION = """
            with n as (
              insert into notification (id, created_at, source, message_id, type, topic, priority, attributes, data)
              values (nextval('notification_id'), ?, ?, ?, ?, ?, 1, ?, '17') returning id, created_at, source, message_id),
            k as (
              insert into message_key (hash, digest, created_at, notification_id)
              select message_key_hash(source, message_id),
                '', created_at, id from n)
            select id from n
            """;
    private static final String DELIVERIES = """
            with i as (
              insert into inbox (recipient, head) select * from unnest(?::text[]), (values (1)) as one
              on conflict (recipient) do update set head = inbox.head + 1 returning id, head)
            insert into delivery (inbox_id, seq, notification_id, priority, created_at, ack_required)
            select id, head, ?, 1, ?, ? from i
            """;

    private final JdbcTemplate sql;
    private final AtomicInteger ids = new AtomicInteger();
    private final Instant begin;

    LedgerRows(TestDatabase database) {
        sql = database.sql();
        begin = Objects.requireNonNull(sql.queryForObject("select now()", Timestamp.class))
                .toInstant()
                .truncatedTo(ChronoUnit.MILLIS);
    }

    /** A moment for which there is a partition: this many milliseconds after the rows began. */
    Instant at(long millis) {
        return begin.plusMillis(millis);
    }

    /** A notification without deliveries. */
    Stored notification(String source, String type, @Nullable String topic, Instant storedAt) {
        NotificationKey key = new NotificationKey(source, "m" + ids.incrementAndGet());
        byte[] attributes = ("\"id\":\"" + key.id() + "\"").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Long id = sql.queryForObject(
                NOTIFICATION, Long.class, Timestamp.from(storedAt), source, key.id(), type, topic, attributes);
        return new Stored(key, new NotificationPlace(Objects.requireNonNull(id), storedAt));
    }

    /** Places it in these inboxes. */
    void deliver(Stored stored, boolean ackRequired, List<String> recipients) {
        sql.update(
                DELIVERIES,
                recipients.toArray(String[]::new),
                stored.place().id(),
                Timestamp.from(stored.place().storedAt()),
                ackRequired);
    }

    /** One notification for these, stored now. */
    Stored stored(String... recipients) {
        Stored stored = notification("/s", "t", null, at(ids.get()));
        deliver(stored, true, List.of(recipients));
        return stored;
    }

    /** A notification that is there. */
    record Stored(NotificationKey key, NotificationPlace place) {}
}
