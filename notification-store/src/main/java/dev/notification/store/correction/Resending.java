package dev.notification.store.correction;

import dev.notification.store.correction.Inboxes.Numbered;
import dev.notification.store.correction.Settling.Row;
import dev.notification.store.database.ArrayParameters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/** Places a stored notification in inboxes once more. */
final class Resending {
    /**
     * As old as its notification, so that retention drops both together. The content is held: whoever erases its last delivery meanwhile waits, and
     * then finds this one.
     */
    private static final String PLACE = """
            with content as (
              select n.id, n.priority, n.expires_at, n.ack_required, n.created_at from notification n
              where n.id = ? and n.created_at = ?::timestamptz for key share)
            insert into delivery (inbox_id, seq, notification_id, priority, expires_at, ack_required, created_at)
            select r.inbox_id, r.seq, c.id, c.priority, c.expires_at, c.ack_required, c.created_at
            from unnest(?, ?) as r (inbox_id, seq), content c
            """;

    /** Held before the content, as by who erases: what is erased meanwhile is not there, and what is there is erased after this. */
    private static final String HOLD = """
            select inbox_id from delivery
            where notification_id = ? and created_at = ?::timestamptz and inbox_id = any (?)
            order by inbox_id, seq for key share
            """;

    /** It was erased somewhere before it could be placed again: the transaction must not go on, it has taken sequences. */
    static final class Erased extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** What was placed, and what was superseded by it. */
    record Resent(List<Numbered> placed, List<Row> superseded) {}

    private final JdbcTemplate jdbc;
    private final Inboxes inboxes;

    Resending(JdbcTemplate jdbc, Inboxes inboxes) {
        this.jdbc = jdbc;
        this.inboxes = inboxes;
    }

    /**
     * Places it in these inboxes, inside the caller's transaction.
     *
     * @throws Erased when one of them has it no more
     */
    Resent resend(Target target, long[] ids) {
        List<Numbered> numbered = inboxes.takeSequences(ids);
        hold(target, ids);
        List<Row> superseded = supersede(target, ids);
        long[] inboxIds = numbered.stream().mapToLong(Numbered::id).toArray();
        long[] seqs = numbered.stream().mapToLong(Numbered::seq).toArray();
        int placed = jdbc.update(
                PLACE,
                new ArrayParameters()
                        .value(target.id())
                        .value(target.createdAt().toString())
                        .array(inboxIds)
                        .array(seqs));
        if (placed < numbered.size()) throw new Erased();
        return new Resent(numbered, superseded);
    }

    private void hold(Target target, long[] ids) {
        Set<Long> having = new HashSet<>();
        ArrayParameters parameters = new ArrayParameters()
                .value(target.id())
                .value(target.createdAt().toString())
                .array(ids);
        jdbc.query(HOLD, parameters, row -> {
            having.add(row.getLong(1));
        });
        if (having.size() < ids.length) throw new Erased();
    }

    /** An inbox may have several unsettled ones, if somebody resent it before. */
    private List<Row> supersede(Target target, long[] ids) {
        List<Row> superseded = new ArrayList<>();
        Row after = Row.FIRST;
        List<Row> rows;
        do {
            rows = Settling.SUPERSEDE.next(jdbc, target, after, ids, SqlCorrections.PER_TRANSACTION);
            superseded.addAll(rows);
            if (!rows.isEmpty()) after = rows.get(rows.size() - 1);
        } while (rows.size() == SqlCorrections.PER_TRANSACTION);
        return superseded;
    }
}
