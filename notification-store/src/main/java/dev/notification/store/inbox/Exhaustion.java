package dev.notification.store.inbox;

import dev.notification.store.Place;
import dev.notification.store.database.ArrayParameters;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Settles what was offered often enough. Rows are locked by inbox and sequence. */
final class Exhaustion {
    private static final String EXHAUST = """
            with held as (
              select l.* from (
                select i.id as inbox_id, p.seq from unnest(?, ?) as p (recipient, seq)
                join inbox i on i.recipient = p.recipient order by i.id, p.seq) p
              cross join lateral (
                select d.inbox_id, d.seq from delivery d
                where d.inbox_id = p.inbox_id and d.seq = p.seq and d.outcome is null and d.exhausted_at is null
                  and (d.expires_at is null or d.expires_at > now()) and d.ack_required and d.attempt >= ?
                for no key update of d) l)
            update delivery d set exhausted_at = now() from held h where d.inbox_id = h.inbox_id and d.seq = h.seq
            """;

    private final JdbcTemplate jdbc;

    Exhaustion(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void exhaust(List<Place> places, int attempts) {
        if (places.isEmpty()) return;
        ArrayParameters parameters = new ArrayParameters()
                .array("text", places.stream().map(Place::recipient).toArray())
                .array(places.stream().mapToLong(Place::seq).toArray())
                .value(attempts);
        jdbc.update(EXHAUST, parameters);
    }
}
