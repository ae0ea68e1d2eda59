package dev.notification.store.inbox;

import dev.notification.store.SentMark;
import dev.notification.store.database.ArrayParameters;
import dev.notification.store.node.NodeNumber;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Makes sent marks durable, and settles what needs no ack. A mark from before the store was set back names a delivery that was created at another time, and
 * changes nothing; that is compared as a difference for the reason that {@link CreatedBetween} gives.
 */
final class SentMarks {
    private static final String MARK = """
            with held as (
              select l.* from (
                select i.id as inbox_id, m.*
                from unnest(?, ?, ?::timestamptz[], ?::timestamptz[], ?, ?)
                  as m (recipient, seq, created_at, sent_at, attempt, sends)
                join inbox i on i.recipient = m.recipient order by i.id, m.seq) m
              cross join lateral (
                select d.inbox_id, d.seq, m.sent_at, m.attempt, m.sends from delivery d
                where d.inbox_id = m.inbox_id and d.seq = m.seq and d.created_at between ?::timestamptz and ?::timestamptz
                  and d.created_at - m.created_at = interval '0'
                for no key update of d) l)
            update delivery d
            set sent_at = greatest(d.sent_at, h.sent_at), attempt = greatest(d.attempt, h.attempt),
                sends = append_sends(d.sends, h.sends),
                outcome = case when d.ack_required then d.outcome else coalesce(d.outcome, 2) end,
                settled_at = case when d.ack_required then d.settled_at else coalesce(d.settled_at, now()) end
            from held h
            where d.inbox_id = h.inbox_id and d.seq = h.seq and d.created_at between ?::timestamptz and ?::timestamptz
            """;

    private final JdbcTemplate jdbc;
    private final NodeNumber node;

    SentMarks(JdbcTemplate jdbc, NodeNumber node) {
        this.jdbc = jdbc;
        this.node = node;
    }

    void mark(List<SentMark> marks) {
        if (!marks.isEmpty()) jdbc.update(MARK, parameters(merged(marks)));
    }

    /** One for each delivery. */
    List<Sent> merged(List<SentMark> marks) {
        return Sent.of(marks, node.get());
    }

    /** recipient, seq, created_at, sent_at, attempt, sends, and twice between when */
    private static ArrayParameters parameters(List<Sent> all) {
        int n = all.size();
        String[] recipients = new String[n];
        long[] seqs = new long[n];
        String[] createdAt = new String[n];
        String[] sentAt = new String[n];
        short[] attempts = new short[n];
        byte[][] sends = new byte[n][];
        for (int i = 0; i < n; i++) {
            SentMark mark = all.get(i).latest();
            recipients[i] = mark.recipient();
            seqs[i] = mark.seq();
            createdAt[i] = mark.createdAt().toString();
            sentAt[i] = mark.sentAt().toString();
            attempts[i] = (short) mark.attempt();
            sends[i] = all.get(i).sends();
        }
        CreatedBetween created =
                CreatedBetween.of(all.stream().map(Sent::latest).toList());
        ArrayParameters parameters = new ArrayParameters()
                .array("text", recipients)
                .array(seqs)
                .array("text", createdAt)
                .array("text", sentAt)
                .array(attempts)
                .array("bytea", sends);
        return created.addTo(created.addTo(parameters));
    }
}
