package dev.notification.store.correction;

import dev.notification.store.database.ArrayParameters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Takes unsettled deliveries of one notification out of the way, a bounded number at a time. */
enum Settling {
    SUPERSEDE("outcome = 3, settled_at = now()"),
    CANCEL("outcome = 4, settled_at = now()"),
    EXPIRE("expires_at = now()");

    /** Locks in the order of inbox and sequence, and compares {@code created_at} with parameters only. */
    private static final String SETTLE = """
            with held as (
              select d.inbox_id, d.seq from delivery d
              where d.notification_id = ? and (d.inbox_id, d.seq) > (?, ?) and %s
                and d.created_at = ?::timestamptz
                and d.outcome is null and d.exhausted_at is null and (d.expires_at is null or d.expires_at > now())
              order by d.inbox_id, d.seq limit ?
              for no key update of d)
            update delivery d set %s from held h
            where d.inbox_id = h.inbox_id and d.seq = h.seq and d.created_at = ?::timestamptz
            returning d.inbox_id, d.seq
            """;

    /** A delivery by its inbox. */
    record Row(long inboxId, long seq) {
        static final Row FIRST = new Row(0, 0);
    }

    private final String everywhere;
    private final String within;

    Settling(String change) {
        this.everywhere = SETTLE.formatted("cardinality(?) = 0", change);
        this.within = SETTLE.formatted("d.inbox_id = any (?)", change);
    }

    /**
     * Settles the next ones after a row, in the order of inbox and sequence. Inside the caller's transaction.
     *
     * @param inboxes in which to look, empty for all
     */
    List<Row> next(JdbcTemplate jdbc, Target target, Row after, long[] inboxes, int limit) {
        String createdAt = target.createdAt().toString();
        ArrayParameters parameters = new ArrayParameters()
                .value(target.id())
                .value(after.inboxId())
                .value(after.seq())
                .array(inboxes)
                .value(createdAt)
                .value(limit)
                .value(createdAt);
        List<Row> settled = new ArrayList<>();
        jdbc.query(inboxes.length == 0 ? everywhere : within, parameters, row -> {
            settled.add(new Row(row.getLong(1), row.getLong(2)));
        });
        settled.sort(Comparator.comparingLong(Row::inboxId).thenComparingLong(Row::seq));
        return settled;
    }
}
