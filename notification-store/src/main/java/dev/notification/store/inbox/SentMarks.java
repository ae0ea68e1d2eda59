package dev.notification.store.inbox;

import dev.notification.store.SentMark;
import dev.notification.store.database.ArrayParameters;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Makes sent marks durable. */
final class SentMarks {
    private static final String MARK = """
            with held as (
              select d.inbox_id, d.seq, d.created_at, m.sent_at, m.attempt
              from unnest(?, ?, ?::timestamptz[], ?::timestamptz[], ?) as m (recipient, seq, created_at, sent_at, attempt)
              join inbox i on i.recipient = m.recipient
              join delivery d on d.inbox_id = i.id and d.seq = m.seq and d.created_at = m.created_at
              order by d.inbox_id, d.seq for no key update of d)
            update delivery d
            set sent_at = greatest(d.sent_at, h.sent_at), attempt = greatest(d.attempt, h.attempt)
            from held h where d.inbox_id = h.inbox_id and d.seq = h.seq and d.created_at = h.created_at
            """;

    private final JdbcTemplate jdbc;

    SentMarks(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void mark(List<SentMark> marks) {
        if (!marks.isEmpty()) jdbc.update(MARK, parameters(marks));
    }

    /** recipient, seq, created_at, sent_at, attempt */
    static ArrayParameters parameters(List<SentMark> marks) {
        return append(new ArrayParameters(), marks);
    }

    static ArrayParameters append(ArrayParameters parameters, List<SentMark> marks) {
        int n = marks.size();
        String[] recipients = new String[n];
        long[] seqs = new long[n];
        String[] createdAt = new String[n];
        String[] sentAt = new String[n];
        short[] attempts = new short[n];
        for (int i = 0; i < n; i++) {
            SentMark mark = marks.get(i);
            recipients[i] = mark.recipient();
            seqs[i] = mark.seq();
            createdAt[i] = mark.createdAt().toString();
            sentAt[i] = mark.sentAt().toString();
            attempts[i] = (short) mark.attempt();
        }
        return parameters
                .array("text", recipients)
                .array(seqs)
                .array("text", createdAt)
                .array("text", sentAt)
                .array(attempts);
    }
}
