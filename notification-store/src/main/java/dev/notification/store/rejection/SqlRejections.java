package dev.notification.store.rejection;

import dev.notification.store.Author;
import dev.notification.store.PageKey;
import dev.notification.store.RejectionEntry;
import dev.notification.store.RejectionQuery;
import dev.notification.store.Rejections;
import dev.notification.store.Replay;
import dev.notification.store.audit.AuditLog;
import dev.notification.store.database.Conditions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** The table {@code rejection}, which ingest adds to and retention sweeps. */
final class SqlRejections implements Rejections {
    private static final String COLUMNS = """
            select rejected_at, id, topic, partition, record_offset, code, detail,
                   letter_topic, letter_partition, letter_offset, truncated, replayed_at
            from rejection
            """;
    private static final String LIST = COLUMNS + "where %s order by rejected_at desc, id desc limit ?";
    /** Several where a topic began anew. No limit: with one, another index could seem better than that of the place. */
    private static final String AT_PLACE =
            COLUMNS + "where partition = ? and record_offset = ? order by rejected_at desc, id desc";

    private static final String REPLAYED = "update rejection set replayed_at = clock_timestamp() where id = ?";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final AuditLog audit;
    private final Letters letters;
    private final Republication republication;

    SqlRejections(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            AuditLog audit,
            Letters letters,
            Republication republication) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.audit = audit;
        this.letters = letters;
        this.republication = republication;
    }

    @Override
    public List<RejectionEntry> list(RejectionQuery query) {
        Conditions conditions = new Conditions()
                .and("code = ?", query.code())
                .and("partition = ?", query.partition())
                .and("rejected_at >= ?::timestamptz", query.since())
                .and("rejected_at < ?::timestamptz", query.until())
                .andOlder("rejected_at", query.after());
        return jdbc.query(
                LIST.formatted(conditions.sql()), (row, n) -> entry(row), conditions.valuesAnd(query.limit()));
    }

    @Override
    public Replay replay(int partition, long offset, Author author) {
        List<RejectionEntry> found = jdbc.query(AT_PLACE, (row, n) -> entry(row), partition, offset);
        if (found.isEmpty()) return Replay.Refused.UNKNOWN;
        RejectionEntry entry = found.get(0);
        if (entry.letter().truncated()) return Replay.Refused.TRUNCATED;
        try {
            Optional<ProducerRecord<byte[], byte[]>> original = letters.original(entry);
            if (original.isEmpty()) return Replay.Refused.GONE;
            return transaction.execute(status -> replayed(entry, original.get(), author, status));
        } catch (KafkaException e) {
            throw new DataAccessResourceFailureException("Kafka does not answer", e);
        }
    }

    /** The row first and Kafka last, so that what the database would refuse is not written there. */
    private Replay replayed(
            RejectionEntry entry, ProducerRecord<byte[], byte[]> original, Author author, TransactionStatus status) {
        if (jdbc.update(REPLAYED, entry.key().id()) == 0) return Replay.Refused.UNKNOWN;
        Replay replay = republication.send(original);
        if (replay instanceof Replay.Done done) {
            audit.write(author, "replay", null, null, detail(entry, done));
        } else {
            status.setRollbackOnly();
        }
        return replay;
    }

    private static Map<String, ?> detail(RejectionEntry entry, Replay.Done done) {
        return Map.of(
                "partition",
                entry.partition(),
                "offset",
                entry.offset(),
                "code",
                entry.code(),
                "newPartition",
                done.partition(),
                "newOffset",
                done.offset());
    }

    private static RejectionEntry entry(ResultSet row) throws SQLException {
        PageKey key = new PageKey(row.getObject(1, OffsetDateTime.class).toInstant(), row.getLong(2));
        return new RejectionEntry(
                key,
                row.getString(3),
                row.getInt(4),
                row.getLong(5),
                row.getString(6),
                row.getString(7),
                new RejectionEntry.Letter(row.getString(8), row.getInt(9), row.getLong(10), row.getBoolean(11)),
                instant(row.getObject(12, OffsetDateTime.class)));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
