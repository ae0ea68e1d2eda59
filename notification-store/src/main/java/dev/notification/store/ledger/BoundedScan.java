package dev.notification.store.ledger;

import dev.notification.store.database.ArrayParameters;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads rows in their order until enough of them match, or enough were looked at: what decides how long it takes is never how
 * rare a match is. One statement, whose rows come in portions and only as far as they are needed. The column {@code matches}
 * says whether a row is wanted, {@code cost} how many rows were read for it.
 */
final class BoundedScan {
    /** Of rows that do not match many are passed over; what is read in vain behind the last one is a part of what may be. */
    private static final int PORTION = 500;

    /**
     * What a page has.
     *
     * @param last the last row that was looked at, null when there is nothing beyond
     */
    record Scanned<T, P>(List<T> items, @Nullable P last) {}

    private final JdbcTemplate jdbc;
    private final TransactionTemplate reading;
    private final int maxExamined;

    BoundedScan(JdbcTemplate jdbc, TransactionTemplate reading, int maxExamined) {
        this.jdbc = jdbc;
        this.reading = reading;
        this.maxExamined = maxExamined;
    }

    /** Whether rows are passed over. */
    enum Kind {
        EVERY_ROW_MATCHES,
        SOME_MATCH
    }

    /** How many rows a statement has to be able to give for a page of this many; one more tells whether there is more. */
    int rows(Kind kind, int limit) {
        return 1 + (kind == Kind.EVERY_ROW_MATCHES ? limit : Math.max(limit, maxExamined));
    }

    <T, P> Scanned<T, P> run(
            String sql, ArrayParameters parameters, Kind kind, int limit, RowMapper<T> item, RowMapper<P> position) {
        int portion = kind == Kind.EVERY_ROW_MATCHES ? limit + 1 : PORTION;
        return Objects.requireNonNull(reading.execute(status -> jdbc.query(
                connection -> {
                    PreparedStatement statement = connection.prepareStatement(sql);
                    statement.setFetchSize(portion);
                    return statement;
                },
                parameters,
                rows -> scan(rows, limit, item, position))));
    }

    private <T, P> Scanned<T, P> scan(ResultSet rows, int limit, RowMapper<T> item, RowMapper<P> position)
            throws SQLException {
        List<T> items = new ArrayList<>();
        P last = null;
        int examined = 0;
        for (int row = 0; rows.next(); row++) {
            if (items.size() == limit || examined >= maxExamined) return new Scanned<>(items, last);
            if (rows.getBoolean("matches")) items.add(item.mapRow(rows, row));
            examined += rows.getInt("cost");
            last = position.mapRow(rows, row);
        }
        return new Scanned<>(items, null);
    }
}
