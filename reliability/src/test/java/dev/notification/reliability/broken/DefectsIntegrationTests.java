package dev.notification.reliability.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.reliability.site.Letters;
import dev.notification.reliability.site.Site;
import dev.notification.reliability.site.SitePlan;
import dev.notification.testbed.Deployable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each defect really violates what it says, in the running deployable. */
class DefectsIntegrationTests {
    private static final String GAPS = "select count(*) from inbox i where i.head <>"
            + " (select count(*) from delivery d where d.inbox_id = i.id) and i.recipient = '%s'";
    private static final String DELIVERIES =
            "select count(*) from delivery d join inbox i on i.id = d.inbox_id where i.recipient = '%s'";
    private static final String PARITIES = """
            select count(distinct n.message_id::int %% 2) from delivery d join inbox i on i.id = d.inbox_id
            join notification n on n.id = d.notification_id and n.created_at = d.created_at
            where i.recipient = '%s'""";
    private static final String ODD_IDS = "select count(*) from notification where message_id like '%%-%s'";
    private static final String INVERSIONS = """
            select count(*) from (select n.message_id::int as id, lag(n.message_id::int) over (order by d.seq) as before
              from delivery d join inbox i on i.id = d.inbox_id
              join notification n on n.id = d.notification_id and n.created_at = d.created_at
              where i.recipient = '%s') p where id < before""";

    private static Site site;
    private static Letters letters;

    @BeforeAll
    static void start() {
        site = SitePlan.here("defects", 1)
                .ingests(1)
                .streams(1)
                .partitions(1)
                .mortal()
                .start();
        letters = new Letters(site);
    }

    @AfterAll
    static void stop() {
        if (letters != null) letters.close();
        if (site != null) site.close();
    }

    @Test
    void ofIngest() throws Exception {
        // what is right, first: the queries find nothing
        letters.publish("right", 300);
        stored();
        assertThat(number(GAPS, "right")).isZero();
        assertThat(number(DELIVERIES, "right")).isEqualTo(300);
        assertThat(number(INVERSIONS, "right")).isZero();
        assertThat(number(ODD_IDS, "phantom")).isZero();

        broken(Defect.GAP);
        letters.publish("gap", 10);
        stored();
        letters.publish("gap", 10);
        stored();
        assertThat(number(GAPS, "gap")).isPositive();

        broken(Defect.LOST);
        letters.publish("lost", 300);
        stored();
        assertThat(number(DELIVERIES, "lost")).isBetween(250L, 299L);
        assertThat(number(GAPS, "lost")).isZero();

        broken(Defect.DUPLICATE);
        letters.publish("duplicate", 100);
        stored();
        letters.publishAgain("duplicate", 100);
        stored();
        assertThat(number(DELIVERIES, "duplicate")).isEqualTo(200);

        broken(Defect.ORDER);
        letters.publish("order", 300);
        stored();
        assertThat(number(INVERSIONS, "order")).isPositive();

        broken(Defect.PHANTOM);
        letters.publish("phantom", 100);
        stored();
        assertThat(number(ODD_IDS, "phantom")).isPositive();

        broken(Defect.CROSS_RECIPIENT);
        letters.publishMixed(400, "left", "other");
        stored();
        // they were published in turn, so one inbox has odd ids alone and the other even ones
        assertThat(number(PARITIES, "left")).isEqualTo(2);
    }

    @Test
    void ofStreams() throws Exception {
        site.ingest(1).stop();
        site.ingest(1).start();
        assertThat(read("right-reader", 20)).isEmpty();
        try (Browser right = Browser.open(site, "right-reader", "nonsense").readUntil("stream.caught-up")) {
            assertThat(right.lines()).contains("event: stream.reset");
            assertThat(right.seqs()).isEmpty();
        }

        broken(site.stream(1), Defect.ACKED_REDELIVERED);
        assertThat(read("acked", 20)).containsExactly(7L, 14L);

        broken(site.stream(1), Defect.FALSE_2XX);
        letters.publish("false", 10);
        try (Browser first = caughtUp("false", 10)) {
            for (long seq : first.seqs()) {
                assertThat(Browser.ack(site, "false", "{\"seqs\":[" + seq + "]}"))
                        .contains(" 200 ");
            }
        }
        try (Browser again = Browser.open(site, "false", "").readUntil("stream.caught-up")) {
            assertThat(again.seqs()).hasSize(2);
        }

        broken(site.stream(1), Defect.SILENT_HOLE);
        letters.publish("hole", 25);
        try (Browser holed = Browser.open(site, "hole", "").readUntil("\"seq\":25")) {
            assertThat(holed.seqs()).contains(19L, 21L).doesNotContain(20L);
        }

        broken(site.stream(1), Defect.NOT_MONOTONIC);
        try (Browser twice = Browser.open(site, "twice", "").readUntil("stream.caught-up")) {
            for (int i = 1; i <= 25; i++) {
                letters.publish("twice", 1);
                twice.readUntil("\"seq\":" + i);
            }
            assertThat(twice.ids())
                    .isNotEqualTo(twice.ids().stream().sorted().distinct().toList());
        }

        broken(site.stream(1), Defect.UNANNOUNCED_RESET);
        try (Browser silent = Browser.open(site, "right-reader", "nonsense").readUntil("stream.caught-up")) {
            assertThat(silent.lines()).doesNotContain("event: stream.reset");
        }

        broken(site.stream(1), Defect.LEAK);
        int threads = site.stream(1).memory().threads();
        int descriptors = site.stream(1).memory().descriptors();
        for (int i = 0; i < 100; i++) Browser.ack(site, "leak-" + i, "{\"seqs\":[1]}");
        assertThat(site.stream(1).memory().threads()).isGreaterThan(threads + 80);
        assertThat(site.stream(1).memory().descriptors()).isGreaterThan(descriptors + 80);
    }

    /** What still comes after all of so many were acked. */
    private static List<Long> read(String recipient, int count) throws Exception {
        letters.publish(recipient, count);
        try (Browser first = caughtUp(recipient, count)) {
            assertThat(first.ids()).isSorted().doesNotHaveDuplicates();
        }
        assertThat(Browser.ack(site, recipient, "{\"ranges\":[[1," + count + "]]}"))
                .contains(" 200 ", "\"acked\":" + count);
        try (Browser again = Browser.open(site, recipient, "").readUntil("stream.caught-up")) {
            return again.seqs();
        }
    }

    private static Browser caughtUp(String recipient, int count) throws Exception {
        Letters.await("deliveries", () -> number(DELIVERIES, recipient) == count);
        Browser browser = Browser.open(site, recipient, "").readUntil("stream.caught-up");
        assertThat(browser.seqs()).hasSize(count);
        return browser;
    }

    private static void broken(Defect defect) {
        broken(site.ingest(1), defect);
    }

    private static void broken(Deployable deployable, Defect defect) {
        deployable.stop();
        deployable.start("--reliability.broken=" + defect.property());
    }

    private static void stored() {
        Letters.await(
                "positions",
                () -> number("select coalesce(sum(next_offset), 0) from kafka_offset", "") == letters.sent());
    }

    private static long number(String query, String word) {
        try (Connection connection = site.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query.formatted(word))) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
