package dev.notification.store.inbox;

import dev.notification.store.Heads;
import dev.notification.store.Opening;
import dev.notification.store.StoreEpoch;
import dev.notification.store.database.ArrayParameters;
import dev.notification.store.database.Epochs;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** What inboxes look like from outside: heads and counts, many recipients at a time. */
final class Openings {
    private static final String OPEN = """
            select r.at, i.head, u.unacked, coalesce(u.lowest, i.head + 1), i.dropped_through
            from unnest(?) with ordinality as r (recipient, at)
            join inbox i on i.recipient = r.recipient
            cross join lateral (
              select count(*) filter (where d.ack_required) as unacked, min(d.seq) as lowest from delivery d
              where d.inbox_id = i.id and d.outcome is null and d.exhausted_at is null and (d.expires_at is null or d.expires_at > now())) u
            """;
    private static final String HEADS = """
            select r.at, i.head from unnest(?) with ordinality as r (recipient, at)
            join inbox i on i.recipient = r.recipient
            """;

    private final JdbcTemplate jdbc;
    private final Epochs epochs;

    Openings(JdbcTemplate jdbc, Epochs epochs) {
        this.jdbc = jdbc;
        this.epochs = epochs;
    }

    List<Opening> open(List<String> recipients) {
        StoreEpoch epoch = epochs.current();
        Opening[] openings = recipients.stream()
                .map(recipient -> new Opening(recipient, epoch, 0, 0, 1, 0))
                .toArray(Opening[]::new);
        jdbc.query(OPEN, names(recipients), row -> {
            int at = row.getInt(1) - 1;
            openings[at] = new Opening(
                    recipients.get(at), epoch, row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
        });
        return List.of(openings);
    }

    Heads heads(List<String> recipients) {
        StoreEpoch epoch = epochs.current();
        Long[] heads = new Long[recipients.size()];
        Arrays.fill(heads, 0L);
        jdbc.query(HEADS, names(recipients), row -> {
            heads[row.getInt(1) - 1] = row.getLong(2);
        });
        return new Heads(epoch, List.of(heads));
    }

    private static ArrayParameters names(List<String> recipients) {
        return new ArrayParameters().array("text", recipients.toArray());
    }
}
