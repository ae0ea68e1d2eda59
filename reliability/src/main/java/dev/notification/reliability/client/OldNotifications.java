package dev.notification.reliability.client;

import dev.notification.reliability.history.Observation.Dropped;
import dev.notification.reliability.history.Observation.Produced;
import dev.notification.reliability.history.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;

/**
 * Notifications that were stored weeks ago and never acked, in the inbox of everybody who has none yet: retention, thirty days,
 * is over for the whole partition that they are in.
 */
public final class OldNotifications {
    private static final int WEEKS_AGO = 7;
    /** Of each recipient; odd, so that the last of them is not acked by those who ack every second one. */
    private static final int EACH = 41;

    /** In the key of each, and of no other. */
    private static final String MARK = "-old-";

    private static final String PARTITION =
            "create table %1$s_%2$s partition of %1$s for values from ('%3$s 00:00:00+00') to ('%4$s 00:00:00+00')";

    private static final String FILL = """
            with wanted as (
              select recipient, row_number() over () as n from unnest(?) as recipient),
            made as (
              insert into inbox (recipient, head) select recipient, %1$d from wanted returning id, recipient),
            old as (
              select m.id as inbox_id, s as seq, -(w.n * 1000 + s) as notification_id,
                timestamptz '%2$s 12:00:00+00' as created_at, ? || m.recipient || '%3$s' || s as key
              from made m join wanted w using (recipient), generate_series(1, %1$d) as s),
            content as (
              insert into notification (id, created_at, source, message_id, type, priority, attributes, data)
              select notification_id, created_at, '/reliability', key, 't', 1,
                convert_to(format('"specversion":"1.0","id":"%%s","source":"/reliability","type":"t"', key), 'UTF8'),
                convert_to(format('"%%s"', key), 'UTF8')
              from old)
            insert into delivery (inbox_id, seq, notification_id, priority, created_at)
            select inbox_id, seq, notification_id, 1, created_at from old
            """;

    private final Crowd crowd;
    private final LocalDate week = LocalDate.now(ZoneOffset.UTC)
            .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
            .minusWeeks(WEEKS_AGO);
    private final String suffix = week.format(DateTimeFormatter.BASIC_ISO_DATE);

    /** Of everybody in this crowd, who have no inbox yet. */
    public OldNotifications(Crowd crowd) {
        this.crowd = crowd;
    }

    static boolean isOne(String key) {
        return key.contains(MARK);
    }

    /** Puts them there. */
    public void make() {
        String prefix = crowd.seed() + "-";
        try (Connection connection = crowd.site().connect();
                Statement statement = connection.createStatement();
                PreparedStatement fill = connection.prepareStatement(FILL.formatted(EACH, week, MARK))) {
            for (String table : new String[] {"notification", "delivery"})
                statement.execute(PARTITION.formatted(table, suffix, week, week.plusWeeks(1)));
            fill.setArray(1, connection.createArrayOf("text", crowd.recipients().toArray()));
            fill.setString(2, prefix);
            fill.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("No old notifications", e);
        }
        for (String recipient : crowd.recipients())
            for (int seq = 1; seq <= EACH; seq++) log(recipient, prefix + recipient + MARK + seq);
    }

    /** They may be there in the end or not. */
    private void log(String recipient, String key) {
        long now = crowd.log().now();
        crowd.log().add(new Produced(now, now, recipient, key, Outcome.UNKNOWN, -1, -1, null));
    }

    /** Whether retention has dropped them. */
    public boolean gone() {
        try (Connection connection = crowd.site().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select to_regclass('delivery_%1$s') is null and to_regclass('notification_%1$s') is null"
                                .formatted(suffix))) {
            row.next();
            return row.getBoolean(1);
        } catch (SQLException e) {
            throw new IllegalStateException("Nobody knows what retention did", e);
        }
    }

    /** Whoever wants to go on before this from now on has to be told that it cannot. */
    public void logGone() {
        for (String recipient : crowd.recipients())
            crowd.log().add(new Dropped(crowd.log().now(), recipient, EACH));
    }
}
