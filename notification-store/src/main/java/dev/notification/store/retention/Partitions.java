package dev.notification.store.retention;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The weekly partitions of {@code notification} and {@code delivery}. A week begins on Monday, UTC. A partition is made
 * beside its table and attached, and detached concurrently, so neither stops readers or writers.
 */
public final class Partitions {
    private static final Logger log = LoggerFactory.getLogger(Partitions.class);
    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.BASIC_ISO_DATE;
    /**
     * How full pages are made, in percent. Each delivery is marked as sent soon after it was stored: on its own page that touches no index. Half
     * of its WAL is saved, and after that and the ack the table is smaller than from full pages.
     */
    private static final Map<String, Integer> FILL_FACTORS = Map.of("notification", 100, "delivery", 50);

    /** This week, and two ahead: a timer that fails for a week stops nothing. */
    private static final int WEEKS = 3;

    private static final String ATTACHED = """
            select c.relname from pg_inherits h join pg_class c on c.oid = h.inhrelid
            where h.inhparent = ?::regclass and not h.inhdetachpending order by c.relname
            """;
    private static final String LEFT_OVER = """
            select c.relname from pg_class c left join pg_inherits h on h.inhrelid = c.oid
            where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.relname ~ ?
              and h.inhrelid is null order by c.relname
            """;
    private static final String PENDING = """
            select c.relname from pg_inherits h join pg_class c on c.oid = h.inhrelid
            where h.inhparent = ?::regclass and h.inhdetachpending
            """;
    /** Locks the inboxes in their order, then remembers what was dropped unsettled: what resumes before that is told. */
    private static final String REMEMBER_DROPPED = """
            with lost as (
              select d.inbox_id, max(d.seq) as seq from %s d
              where d.outcome is null and d.exhausted_at is null and (d.expires_at is null or d.expires_at > now())
              group by d.inbox_id),
            held as (
              select i.id, l.seq from inbox i join lost l on l.inbox_id = i.id where i.dropped_through < l.seq
              order by i.recipient for no key update of i)
            update inbox i set dropped_through = h.seq from held h where i.id = h.id
            """;

    private final JdbcTemplate jdbc;
    private final Clock clock;

    Partitions(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The same, over a connection of the caller's. */
    Partitions on(JdbcTemplate connection) {
        return new Partitions(connection, clock);
    }

    /** Makes what this week and the next two need. Harmless to repeat, also by several nodes at once. */
    public void makeAhead() {
        LocalDate monday = monday(clock.instant());
        for (String table : FILL_FACTORS.keySet()) {
            List<String> attached = jdbc.queryForList(ATTACHED, String.class, table);
            for (int week = 0; week < WEEKS; week++) {
                LocalDate from = monday.plusWeeks(week);
                if (!attached.contains(name(table, from))) make(table, from);
            }
        }
    }

    private void make(String table, LocalDate from) {
        String name = name(table, from);
        log.info("Making partition {}", name);
        jdbc.execute("""
                do $$ begin
                  perform pg_advisory_xact_lock(hashtext('notification.partitions'));
                  if to_regclass('%1$s') is null then
                    create table %1$s (like %2$s including all) with (fillfactor = %5$d);
                    alter table %2$s attach partition %1$s
                      for values from ('%3$s 00:00:00+00') to ('%4$s 00:00:00+00');
                  end if;
                end $$
                """.formatted(name, table, from, from.plusWeeks(1), FILL_FACTORS.get(table)));
    }

    /** Drops the partitions in which everything was stored before the instant. Not inside a transaction. */
    void dropBefore(Instant horizon) {
        String oldest = monday(horizon).format(SUFFIX);
        for (String table : List.of("delivery", "notification")) {
            for (String name : jdbc.queryForList(PENDING, String.class, table)) {
                rememberDropped(table, name);
                jdbc.execute("alter table %s detach partition %s finalize".formatted(table, name));
            }
            for (String name : jdbc.queryForList(ATTACHED, String.class, table)) {
                if (name.compareTo(table + "_" + oldest) >= 0) continue;
                log.info("Retention: dropping partition {}", name);
                rememberDropped(table, name);
                jdbc.execute("alter table %s detach partition %s concurrently".formatted(table, name));
            }
            for (String name : jdbc.queryForList(LEFT_OVER, String.class, "^" + table + "_\\d{8}$")) {
                jdbc.execute("drop table " + name);
            }
        }
    }

    private void rememberDropped(String table, String name) {
        if (table.equals("delivery")) jdbc.update(REMEMBER_DROPPED.formatted(name));
    }

    private static String name(String table, LocalDate from) {
        return table + "_" + from.format(SUFFIX);
    }

    private static LocalDate monday(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }
}
