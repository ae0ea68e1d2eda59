package dev.notification.store.audit;

import dev.notification.store.Author;
import dev.notification.store.NotificationKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code audit}. Thread-safe. */
public final class AuditLog {
    private static final String WRITE = """
            insert into audit (actor, address, action, recipient, source, message_id, detail)
            values (?, ?::inet, ?, ?, ?, ?, ?::jsonb)
            """;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcTemplate jdbc;

    AuditLog(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Adds a row in the caller's transaction, so that there is one if and only if the change is made.
     *
     * @param recipient whose inbox or credentials were changed, null when it is not one recipient
     * @param key which notification, null when it is not one
     * @param detail what else the action was given, and what it changed
     */
    public void write(
            Author author,
            String action,
            @Nullable String recipient,
            @Nullable NotificationKey key,
            Map<String, ?> detail) {
        jdbc.update(
                WRITE,
                author.name(),
                author.address(),
                action,
                recipient,
                key == null ? null : key.source(),
                key == null ? null : key.id(),
                JSON.writeValueAsString(detail));
    }
}
