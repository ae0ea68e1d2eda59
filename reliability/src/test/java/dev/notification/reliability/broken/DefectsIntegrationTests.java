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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each defect really violates what it says, in the running deployable. */
class DefectsIntegrationTests {
    private static final String GAPS = "select count(*) from inbox i where i.head <>"
            + " (select count(*) from delivery d where d.inbox_id = i.id) and i.recipient = '%s'";
    private static final String DELIVERIES =
            "select count(*) from delivery d join inbox i on i.id = d.inbox_id where i.recipient = '%s'";
    private static final String ODD_IDS = "select count(*) from notification where message_id like '%%-%s'";
    private static final String INVERSIONS =
            """
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
        stored(300);
        assertThat(number(GAPS, "right")).isZero();
        assertThat(number(DELIVERIES, "right")).isEqualTo(300);
        assertThat(number(INVERSIONS, "right")).isZero();
        assertThat(number(ODD_IDS, "phantom")).isZero();

        broken(Defect.GAP);
        letters.publish("gap", 300);
        stored(600);
        assertThat(number(GAPS, "gap")).isPositive();

        broken(Defect.LOST);
        letters.publish("lost", 300);
        stored(900);
        assertThat(number(DELIVERIES, "lost")).isBetween(250L, 299L);
        assertThat(number(GAPS, "lost")).isZero();

        broken(Defect.DUPLICATE);
        letters.publish("duplicate", 100);
        stored(1_000);
        letters.publishAgain("duplicate", 100);
        stored(1_100);
        assertThat(number(DELIVERIES, "duplicate")).isEqualTo(200);

        broken(Defect.ORDER);
        letters.publish("order", 300);
        stored(1_400);
        assertThat(number(INVERSIONS, "order")).isPositive();

        broken(Defect.PHANTOM);
        letters.publish("phantom", 100);
        stored(1_500);
        assertThat(number(ODD_IDS, "phantom")).isPositive();

        broken(Defect.CROSS_RECIPIENT);
        letters.publishMixed(400, "left", "other");
        stored(1_900);
        assertThat(number(DELIVERIES, "left")).isNotEqualTo(200);
    }

    private static void broken(Defect defect) {
        Deployable ingest = site.ingest(1);
        ingest.stop();
        ingest.start("--reliability.broken=" + defect.property());
    }

    private static void stored(long records) {
        Letters.await("positions", () -> number("select coalesce(sum(next_offset), 0) from kafka_offset", "") == records);
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
