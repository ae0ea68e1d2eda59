package dev.notification.store.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.PreparedStatementSetter;

/** Binds columns as PostgreSQL arrays, in order, for statements over {@code unnest(?, ?, …)}: any number of rows, one statement. */
public final class ArrayParameters implements PreparedStatementSetter {
    private record Column(@Nullable String type, Object values) {}

    private final List<Column> columns = new ArrayList<>();

    /** Adds a column of this SQL element type. */
    public ArrayParameters array(String type, @Nullable Object[] values) {
        columns.add(new Column(type, values));
        return this;
    }

    /** Adds a column of bigint. */
    public ArrayParameters array(long[] values) {
        columns.add(new Column("bigint", values));
        return this;
    }

    /** Adds a column of smallint. */
    public ArrayParameters array(short[] values) {
        columns.add(new Column("smallint", values));
        return this;
    }

    /** Adds a parameter that is no array. */
    public ArrayParameters value(Object value) {
        columns.add(new Column(null, value));
        return this;
    }

    @Override
    public void setValues(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (column.type() == null || !(column.values() instanceof Object[] values)) {
                statement.setObject(i + 1, column.values());
            } else {
                statement.setArray(i + 1, statement.getConnection().createArrayOf(column.type(), values));
            }
        }
    }
}
