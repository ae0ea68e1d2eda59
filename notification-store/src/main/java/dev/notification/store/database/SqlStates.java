package dev.notification.store.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads the SQLSTATE out of whatever it is wrapped in. */
public final class SqlStates {
    private SqlStates() {}

    /** The SQLSTATE of the cause that has one, or the empty string. */
    public static String of(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) return sql.getSQLState();
        }
        return "";
    }
}
