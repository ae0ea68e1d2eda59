package dev.notification.store.database;

import dev.notification.store.PageKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The conditions of a look through rows that were really asked for: an absent one must not keep an index from being used. */
public final class Conditions {
    private final StringBuilder sql = new StringBuilder("true");
    private final List<Object> values = new ArrayList<>();

    /** Adds a condition with one parameter, unless there is no value for it. */
    public Conditions and(String condition, @Nullable Object value) {
        if (value == null) return this;
        sql.append(" and ").append(condition);
        values.add(value instanceof Instant instant ? instant.toString() : value);
        return this;
    }

    /** Adds a condition with several parameters, unless there are no values for them. */
    public Conditions andAll(String condition, @Nullable List<String> all) {
        if (all == null) return this;
        sql.append(" and ").append(condition);
        values.addAll(all);
        return this;
    }

    /** Adds that rows come after this one, newest first, unless it is null. */
    public Conditions andOlder(String timeColumn, @Nullable PageKey than) {
        if (than == null) return this;
        sql.append(" and (").append(timeColumn).append(", id) < (?::timestamptz, ?)");
        values.add(than.at().toString());
        values.add(than.id());
        return this;
    }

    /** The text after {@code where}. */
    public String sql() {
        return sql.toString();
    }

    /** The values of its parameters, and then this one. */
    public Object[] valuesAnd(int last) {
        List<Object> all = new ArrayList<>(values);
        all.add(last);
        return all.toArray();
    }
}
