package dev.notification.store.correction;

import dev.notification.store.database.ArrayParameters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Inboxes by name and number, and their counters. */
final class Inboxes {
    private static final String IDS = "select id from inbox where recipient = any (?) order by id";
    private static final String NAMES = "select id, recipient from inbox where id = any (?)";
    private static final String WITH_NOTIFICATION = """
            select distinct d.inbox_id from delivery d
            where d.notification_id = ? and d.created_at = ?::timestamptz and d.inbox_id > ? and %s
            order by d.inbox_id limit ?
            """;
    private static final String EVERYWHERE = WITH_NOTIFICATION.formatted("cardinality(?) = 0");
    private static final String WITHIN = WITH_NOTIFICATION.formatted("d.inbox_id = any (?)");
    /** Locked in the order of their recipients' bytes, as ingest does. */
    private static final String TAKE_SEQUENCES = """
            with held as (
              select id from inbox where id = any (?) order by recipient collate "C" for no key update)
            update inbox i set head = i.head + 1 from held h where i.id = h.id returning i.id, i.recipient, i.head
            """;

    /** An inbox that gave out a sequence. */
    record Numbered(long id, String recipient, long seq) {}

    private final JdbcTemplate jdbc;

    Inboxes(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    long[] ids(Collection<String> recipients) {
        List<Long> ids = new ArrayList<>(recipients.size());
        ArrayParameters names = new ArrayParameters().array("text", recipients.toArray());
        jdbc.query(IDS, names, row -> {
            ids.add(row.getLong(1));
        });
        return longs(ids);
    }

    Map<Long, String> names(Collection<Long> ids) {
        Map<Long, String> names = new HashMap<>();
        jdbc.query(NAMES, new ArrayParameters().array(longs(ids)), row -> {
            names.put(row.getLong(1), row.getString(2));
        });
        return names;
    }

    /** The next inboxes after this one that have the notification; of these, or of all when none are given. */
    long[] having(Target target, long after, long[] of, int limit) {
        List<Long> ids = new ArrayList<>();
        ArrayParameters parameters = new ArrayParameters()
                .value(target.id())
                .value(target.createdAt().toString())
                .value(after)
                .array(of)
                .value(limit);
        jdbc.query(of.length == 0 ? EVERYWHERE : WITHIN, parameters, row -> {
            ids.add(row.getLong(1));
        });
        return longs(ids);
    }

    /** The next sequence of each, inside the caller's transaction. */
    List<Numbered> takeSequences(long[] ids) {
        List<Numbered> numbered = new ArrayList<>(ids.length);
        jdbc.query(TAKE_SEQUENCES, new ArrayParameters().array(ids), row -> {
            numbered.add(new Numbered(row.getLong(1), row.getString(2), row.getLong(3)));
        });
        return numbered;
    }

    private static long[] longs(Collection<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }
}
