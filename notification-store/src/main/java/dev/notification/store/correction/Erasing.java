package dev.notification.store.correction;

import dev.notification.store.correction.Settling.Row;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Deletes what is in an inbox, and the content that is in no other. */
final class Erasing {
    private static final String DELETE = """
            with held as (
              select d.inbox_id, d.seq from delivery d where d.inbox_id = ? order by d.seq limit ? for update of d)
            delete from delivery d using held h where d.inbox_id = h.inbox_id and d.seq = h.seq
            returning d.inbox_id, d.seq, d.notification_id, d.created_at
            """;
    /**
     * Of two who erase the last two inboxes of a notification at once, the second one waits here, and sees with its next
     * statement that nobody else has it.
     */
    private static final String LOCK = "select from notification where id = ? and created_at = ? for update";

    private static final String DELETE_CONTENT = """
            delete from notification n where n.id = ? and n.created_at = ?
              and not exists (select from delivery d where d.notification_id = n.id)
            """;

    private record Content(long id, OffsetDateTime createdAt) {}

    private final JdbcTemplate jdbc;

    Erasing(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Deletes the oldest deliveries of an inbox, inside the caller's transaction. */
    List<Row> next(long inboxId, int limit) {
        List<Row> deleted = new ArrayList<>();
        List<Content> contents = new ArrayList<>();
        jdbc.query(
                DELETE,
                row -> {
                    deleted.add(new Row(row.getLong(1), row.getLong(2)));
                    contents.add(new Content(row.getLong(3), row.getObject(4, OffsetDateTime.class)));
                },
                inboxId,
                limit);
        List<Object[]> keys = contents.stream()
                .distinct()
                .sorted(Comparator.comparingLong(Content::id))
                .map(content -> new Object[] {content.id(), content.createdAt()})
                .toList();
        for (Object[] key : keys) jdbc.query(LOCK, row -> {}, key);
        jdbc.batchUpdate(DELETE_CONTENT, keys);
        return deleted;
    }
}
