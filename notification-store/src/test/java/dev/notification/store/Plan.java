package dev.notification.store;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How PostgreSQL executed a statement, to its last row, with the settings of a store's sessions.
 *
 * @param text as {@code explain analyze} has it
 */
public record Plan(String text) {
    private static final Pattern SCAN =
            Pattern.compile("Scan .*actual rows=([\\d.]+) loops=(\\d+)|Rows Removed by Filter: ([\\d.]+)");

    /** Executes it with these parameters. */
    public static Plan of(TestStore store, String sql, @Nullable Object... values) {
        JdbcTemplate jdbc = new JdbcTemplate(store.bean(DataSource.class));
        return new Plan(String.join(
                "\n", jdbc.queryForList("explain (analyze, timing off, summary off) " + sql, String.class, values)));
    }

    /** Rows that the scans at its bottom returned or threw away. */
    public long rowsRead() {
        double rows = 0;
        long loops = 0;
        Matcher scans = SCAN.matcher(text);
        while (scans.find()) {
            if (scans.group(3) != null) {
                rows += loops * Double.parseDouble(scans.group(3));
                continue;
            }
            loops = Long.parseLong(scans.group(2));
            rows += loops * Double.parseDouble(scans.group(1));
        }
        return Math.round(rows);
    }
}
