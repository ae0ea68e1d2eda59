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
    /** A row that matched needs no more than the next one to be sent; of those that do not, many are passed over. */
    private static final int PORTION = 500;

    /** Portions of rows that each stand for many: what is read in vain is a part of what may be. */
    private static final int COSTLY_PORTION = 10;

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

    /** Whether rows are passed over, and what each of them costs. */
    enum Kind {
        EVERY_ROW_MATCHES,
        SOME_MATCH,
        SOME_MATCH_AT_A_COST
    }

    /** How many rows a statement has to be able to give for a page of this many; one more tells whether there is more. */
    int rows(Kind kind, int limit) {
        return 1 + (kind == Kind.EVERY_ROW_MATCHES ? limit : Math.max(limit, maxExamined));
    }

    <T, P> Scanned<T, P> run(
            String sql, ArrayParameters parameters, Kind kind, int limit, RowMapper<T> item, RowMapper<P> position) {
        int portion = switch (kind) {
            case EVERY_ROW_MATCHES -> limit + 1;
            case SOME_MATCH -> PORTION;
            case SOME_MATCH_AT_A_COST -> COSTLY_PORTION;
        };
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
        long examined = 0;
        for (int row = 0; rows.next(); row++) {
            if (items.size() == limit || (row > 0 && examined >= maxExamined)) return new Scanned<>(items, last);
            if (rows.getBoolean("matches")) items.add(item.mapRow(rows, row));
            examined += rows.getLong("cost");
            last = position.mapRow(rows, row);
        }
        return new Scanned<>(items, null);
    }
}
