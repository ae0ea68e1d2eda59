package dev.notification.store.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.Summary;
import dev.notification.store.TestDatabase;
import dev.notification.store.TestStore;
import dev.notification.store.TestTopics;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class RetentionIntegrationTests {
    private final Instant now = Clock.systemUTC().instant();
    private final LocalDate monday =
            LocalDate.ofInstant(now, ZoneOffset.UTC).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));

    private final TestDatabase database = TestDatabase.create();
    private final TestTopics topics = TestTopics.create(1);
    private final TestStore store = TestStore.on(database, topics).start();

    @AfterEach
    void stop() {
        store.close();
        topics.close();
    }

    private String name(String table, int week) {
        return table + "_" + monday.plusWeeks(week).format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    private List<String> partitions(String table) {
        return database.sql()
                .queryForList(
                        "select c.relname from pg_inherits h join pg_class c on c.oid = h.inhrelid"
                                + " where h.inhparent = ?::regclass order by 1",
                        String.class,
                        table);
    }

    private Partitions partitions(int weeksAgo) {
        return new Partitions(
                new JdbcTemplate(store.bean(DataSource.class)),
                Clock.fixed(now.minus(Duration.ofDays(7L * weeksAgo)), ZoneOffset.UTC));
    }

    private void store(String recipient, long seq, int weeksAgo, boolean acked) {
        Instant at = monday.minusWeeks(weeksAgo)
                .plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        java.sql.Timestamp created = java.sql.Timestamp.from(at);
        database.sql()
                .update(
                        "insert into inbox (recipient, head) values (?, ?) on conflict (recipient) do update set head = excluded.head",
                        recipient,
                        seq);
        database.sql()
                .update(
                        "insert into notification (id, created_at, source, message_id, type, priority, attributes)"
                                + " values (?, ?, '/s', ?, 't', 1, '\\x00')",
                        seq,
                        created,
                        recipient + seq);
        database.sql()
                .update(
                        "insert into delivery (inbox_id, seq, notification_id, priority, created_at, outcome)"
                                + " select id, ?, ?, 1, ?, ? from inbox where recipient = ?",
                        seq,
                        seq,
                        created,
                        acked ? 1 : null,
                        recipient);
        database.sql()
                .update(
                        "insert into message_key values (substring(sha256(?) for 16), '\\x00', ?)",
                        (recipient + seq).getBytes(StandardCharsets.UTF_8),
                        created);
    }

    private Retention retention(Duration kept) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        return new Retention(
                store.bean(DataSource.class), new Partitions(store.bean(JdbcTemplate.class), clock), kept, clock);
    }

    @Test
    void makesThisWeekAndTheNextTwoAhead() {
        for (String table : List.of("notification", "delivery")) {
            assertThat(partitions(table)).containsExactly(name(table, 0), name(table, 1), name(table, 2));
        }
        store.bean(Partitions.class).makeAhead();
        assertThat(partitions("delivery")).hasSize(3);
    }

    /** An update on its own page touches no index. */
    @Test
    void leavesRoomForTheMarksOfDeliveries() throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(database.url(), database.username(), database.password())) {
            connection.setAutoCommit(false);
            JdbcTemplate one = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            one.update("insert into delivery (inbox_id, seq, notification_id, priority)"
                    + " select 1, i, i, 1 from generate_series(1, 10000) i");
            one.update("update delivery set sent_at = now(), sends = ?", new Object[] {new byte[14]});
            Long elsewhere = one.queryForObject(
                    "select sum(n_tup_upd - n_tup_hot_upd) from pg_stat_xact_user_tables where relname like 'delivery\\_%'",
                    Long.class);
            assertThat(elsewhere).isLessThan(2_500);
        }
    }

    @Test
    void makesAPartitionThatIsMissingWhenTheFirstRowNeedsIt() {
        for (String table : List.of("notification", "delivery")) {
            partitions(table).forEach(partition -> database.sql().execute("drop table " + partition));
        }
        topics.send(
                0,
                dev.notification.api.Notification.builder()
                        .source("/s")
                        .type("t")
                        .id("1")
                        .recipient("late")
                        .build());

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> database.sequences("late").size() == 1);
        assertThat(partitions("delivery")).hasSize(3);
        assertThat(topics.rejected()).isEmpty();
    }

    @Test
    void dropsWholeWeeksAndRemembersWhatWasUnsettled() {
        partitions(6).makeAhead();
        partitions(3).makeAhead();
        store("a", 1, 6, true);
        store("a", 2, 6, false);
        store("a", 3, 5, true);
        store("a", 4, 1, false);
        store("b", 5, 6, true);

        retention(Duration.ofDays(28)).run();

        assertThat(database.sequences("a")).containsExactly(4L);
        assertThat(database.number("select dropped_through from inbox where recipient = 'a'"))
                .isEqualTo(2);
        assertThat(database.number("select dropped_through from inbox where recipient = 'b'"))
                .isZero();
        assertThat(store.inbox().open(List.of("a")).get(0).droppedThrough()).isEqualTo(2);
        assertThat(store.inbox().summary("a")).isEqualTo(new Summary(4, 1, 1));
        assertThat(database.number("select count(*) from notification")).isEqualTo(1);
        assertThat(partitions("delivery").get(0)).isEqualTo(name("delivery", -4));
        assertThat(partitions("notification").get(0)).isEqualTo(name("notification", -4));
        assertThat(database.number("select count(*) from pg_class where relname = ?", name("delivery", -6)))
                .isZero();
    }

    @Test
    void sweepsKeysOnlyAfterTheirNotificationsAreGone() {
        partitions(6).makeAhead();
        partitions(3).makeAhead();
        store("a", 1, 6, true);
        store("a", 2, 4, true);
        store("a", 3, 1, true);

        retention(Duration.ofDays(28)).run();

        assertThat(database.number("select count(*) from message_key")).isEqualTo(2);
        assertThat(database.number("select count(*) from message_key where created_at < now() - interval '36 days'"))
                .isZero();
    }

    @Test
    void sweepsRejectionsThatAreAsOld() {
        for (int days : new int[] {1, 27, 29, 40}) {
            database.sql()
                    .update(
                            "insert into rejection (topic, partition, record_offset, code, detail, rejected_at,"
                                    + " letter_topic, letter_partition, letter_offset, truncated)"
                                    + " values ('t', 0, ?, 'c', 'd', ?, 'd', 0, 0, false)",
                            days,
                            java.sql.Timestamp.from(now.minus(Duration.ofDays(days))));
        }

        retention(Duration.ofDays(28)).run();

        assertThat(database.sql().queryForList("select record_offset from rejection order by 1", Long.class))
                .containsExactly(1L, 27L);
    }

    @Test
    void finishesADetachThatWasInterrupted() throws SQLException {
        partitions(6).makeAhead();
        store("a", 1, 6, false);
        String old = name("delivery", -6);
        try (Connection reader = connect();
                Connection detaching = connect();
                Statement read = reader.createStatement();
                Statement detach = detaching.createStatement()) {
            reader.setAutoCommit(false);
            read.executeQuery("select count(*) from delivery").close();
            detach.execute("set lock_timeout = '500ms'");
            org.assertj.core.api.Assertions.assertThatException()
                    .isThrownBy(() -> detach.execute("alter table delivery detach partition " + old + " concurrently"));
        }
        assertThat(database.number("select count(*) from pg_inherits where inhdetachpending"))
                .isEqualTo(1);

        retention(Duration.ofDays(28)).run();

        assertThat(database.number("select count(*) from pg_inherits where inhdetachpending"))
                .isZero();
        assertThat(partitions("delivery")).doesNotContain(old);
        assertThat(database.number("select count(*) from pg_class where relname = ?", old))
                .isZero();
        assertThat(database.number("select dropped_through from inbox where recipient = 'a'"))
                .isEqualTo(1);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(database.url(), database.username(), database.password());
    }
}
