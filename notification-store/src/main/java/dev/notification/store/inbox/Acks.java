package dev.notification.store.inbox;

import dev.notification.store.AckRequest;
import dev.notification.store.database.ArrayParameters;
import dev.notification.store.node.NodeNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Settles deliveries, for many requests with one statement. */
final class Acks {
    /**
     * One entry for each delivery that changed.
     *
     * @param sinceSent milliseconds since it was last written to a stream, {@link #NEVER_SENT} when it never was
     */
    record Change(String recipient, long seq, long sinceSent, boolean acked, boolean read) {
        static final long NEVER_SENT = Long.MIN_VALUE;

        boolean sent() {
            return sinceSent != NEVER_SENT;
        }
    }

    /** Counts after the change. */
    record Tally(long head, long unacked, long unread) {}

    /** Most deliveries of one stretch that are changed at once: more of them would hold up all whose acks go together. */
    static final int AT_ONCE = 5_000;

    /**
     * The lateral looks once into the index for each stretch, and only at the stretch: left to join freely, the planner
     * reads whole inboxes. Stretches are disjoint and sorted, so rows are locked by inbox and sequence. No more are locked
     * than the limit takes, and what turns out to be settled does not count for it; that it stands outside keeps the planner from
     * reading in order what it should look up.
     */
    private static final String SETTLE = """
            with wanted as (
              select i.id as inbox_id, w.* from unnest(?, ?, ?, ?, ?::timestamptz[], ?, ?, ?::inet[])
                as w (recipient, lowest, highest, sent_only, sent_at, attempt, sends, acked_from)
              join inbox i on i.recipient = w.recipient order by i.id, w.lowest),
            held as (
              select w.recipient, w.sent_at, w.attempt, w.sends, w.acked_from, l.* from wanted w cross join lateral (
                with named as materialized (
                  select d.inbox_id, d.seq, d.outcome is null and d.ack_required as acks, d.read_at from delivery d
                  where d.inbox_id = w.inbox_id and d.seq between w.lowest and w.highest
                    and d.created_at between ?::timestamptz and ?::timestamptz
                    and %s and (not w.sent_only or d.sent_at is not null)
                  order by d.seq for no key update of d)
                select * from named limit %d) l)
            update delivery d
            set outcome = case when h.acks then 1 else d.outcome end,
                settled_at = case when h.acks then now() else d.settled_at end,
                acked_by = case when h.acks then ? else d.acked_by end,
                acked_from = case when h.acks then h.acked_from else d.acked_from end,
                sent_at = greatest(d.sent_at, h.sent_at), attempt = greatest(d.attempt, h.attempt),
                sends = append_sends(d.sends, h.sends)%s
            from held h
            where d.inbox_id = h.inbox_id and d.seq = h.seq and d.created_at between ?::timestamptz and ?::timestamptz
            returning h.recipient, d.seq, (extract(epoch from now() - d.sent_at) * 1000)::bigint, h.acks, %s
            """;

    /** With all lanes named, the index of the unsettled is as good for a stretch as the primary key, and far smaller. */
    private static final String ACK = SETTLE.formatted(
            "d.ack_required and d.outcome is null and d.priority = any ('{0,1,2}'::smallint[])", AT_ONCE, "", "false");

    /** What it changed it does not find again, or a request would never be through. */
    private static final String READ = SETTLE.formatted(
            "(d.read_at is null or d.ack_required and d.outcome is null)",
            AT_ONCE,
            ", read_at = coalesce(d.read_at, now())",
            "h.read_at is null");

    /** What is unread is all but what was read: each has an index that holds it, and no row is looked at. */
    private static final String TALLY = """
            select r.recipient, i.head,
              (select count(*) from delivery d where d.inbox_id = i.id and d.outcome is null
                 and d.ack_required and d.exhausted_at is null and (d.expires_at is null or d.expires_at > now())),
              case when r.unread then
                (select count(*) from delivery d where d.inbox_id = i.id)
                - (select count(*) from delivery d where d.inbox_id = i.id and d.read_at is not null) else 0 end
            from unnest(?, ?) as r (recipient, unread)
            join inbox i on i.recipient = r.recipient
            """;

    private final JdbcTemplate jdbc;
    private final NodeNumber node;

    Acks(JdbcTemplate jdbc, NodeNumber node) {
        this.jdbc = jdbc;
        this.node = node;
    }

    /** Settles what the requests name; {@code read} says whether they mark as read too. Inside the caller's transaction. */
    List<Change> settle(List<AckRequest> requests, List<Sent> sent, boolean read) {
        List<Stretch> stretches = Stretch.of(requests, sent);
        if (stretches.isEmpty()) return List.of();
        List<Change> changes = new ArrayList<>();
        jdbc.query(read ? READ : ACK, Stretch.parameters(stretches, node.get()), row -> {
            long sinceSent = row.getLong(3);
            if (row.wasNull()) sinceSent = Change.NEVER_SENT;
            changes.add(new Change(row.getString(1), row.getLong(2), sinceSent, row.getBoolean(4), row.getBoolean(5)));
        });
        return changes;
    }

    /** Counts of these recipients' inboxes; the unread ones only where asked for. */
    Map<String, Tally> tally(Map<String, Boolean> recipients) {
        ArrayParameters parameters = new ArrayParameters()
                .array("text", recipients.keySet().toArray())
                .array("bool", recipients.values().toArray());
        Map<String, Tally> tallies = new HashMap<>();
        jdbc.query(TALLY, parameters, row -> {
            tallies.put(row.getString(1), new Tally(row.getLong(2), row.getLong(3), row.getLong(4)));
        });
        return tallies;
    }
}
