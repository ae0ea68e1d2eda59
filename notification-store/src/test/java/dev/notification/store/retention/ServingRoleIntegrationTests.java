package dev.notification.store.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.notification.api.Notification;
import dev.notification.store.AckRequest;
import dev.notification.store.Author;
import dev.notification.store.Corrections;
import dev.notification.store.NotificationKey;
import dev.notification.store.Opening;
import dev.notification.store.Revocations;
import dev.notification.store.SequenceRange;
import dev.notification.store.TestDatabase;
import dev.notification.store.TestStore;
import dev.notification.store.TestTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The service as a role that owns nothing, by the script that makes it one. */
@ExtendWith(OutputCaptureExtension.class)
class ServingRoleIntegrationTests {
    private static final Path SCRIPT = Path.of("..", "deploy", "postgres", "serving-role.sql");
    private static final String SERVING = "notification_service";
    private static final String OWNER = "notification_owner";
    private static final Author ANN = new Author("ann", "192.0.2.7");

    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestDatabase AS_OWNER = new TestDatabase(DATABASE.url(), OWNER, "owner's");
    private static final TestDatabase AS_SERVICE = new TestDatabase(DATABASE.url(), SERVING, "service's");
    private static final TestTopics TOPICS = TestTopics.create(1);
    private static TestStore store;
    private static TestDatabase elsewhere;

    @BeforeAll
    static void start() throws IOException {
        elsewhere = TestDatabase.create();
        for (TestDatabase role : List.of(AS_OWNER, AS_SERVICE)) {
            elsewhere
                    .sql()
                    .execute("create role %s login password '%s'"
                            .formatted(role.username(), role.password().replace("'", "''")));
        }
        DATABASE.sql().execute("alter database %s owner to %s".formatted(DATABASE.name(), OWNER));
        String script = Files.readString(SCRIPT);
        AS_OWNER.sql().execute(script);
        store = TestStore.on(AS_SERVICE, TOPICS)
                .with("spring.flyway.user=" + OWNER)
                .with("spring.flyway.password=" + AS_OWNER.password())
                // its own round of retention, a minute after the start, finds nothing
                .with("notification.retention=3650d")
                .start();
        AS_OWNER.sql().execute(script);
    }

    @AfterAll
    static void stop() {
        store.close();
        TOPICS.close();
        elsewhere.sql().execute("drop database %s with (force)".formatted(DATABASE.name()));
        elsewhere.sql().execute("drop role " + SERVING);
        elsewhere.sql().execute("drop role " + OWNER);
    }

    private static void publish(String id, String recipient) {
        TOPICS.send(
                0,
                Notification.builder()
                        .source("/s")
                        .type("t")
                        .id(id)
                        .recipient(recipient)
                        .build());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> DATABASE.ids(recipient).contains(id));
    }

    @Test
    void storesServesAndCorrects() {
        publish("1", "alice");
        Opening opening = store.inbox().open(List.of("alice")).get(0);
        assertThat(opening.head()).isEqualTo(1);
        store.inbox().ack(List.of(new AckRequest("alice", null, List.of(new SequenceRange(1, 1)), 0, true)), List.of());
        assertThat(store.inbox().summary("alice").unacked()).isZero();
        publish("2", "alice");
        NotificationKey key = new NotificationKey("/s", "2");
        Corrections corrections = store.bean(Corrections.class);
        assertThat(corrections.resend(key, Set.of(), ANN).changed()).isEqualTo(1);
        assertThat(corrections.cancel(key, Set.of(), ANN).changed()).isEqualTo(1);
        assertThat(corrections.erase("alice", ANN)).isEqualTo(3);
        store.bean(Revocations.class).revoke("alice", ANN);
        assertThat(DATABASE.number("select count(*) from audit")).isEqualTo(4);
    }

    @Test
    void theOwnerMakesAndDropsItsPartitions() {
        Clock clock = Clock.systemUTC();
        LocalDate longAgo = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusYears(1);
        Instant then = longAgo.atStartOfDay(ZoneOffset.UTC).toInstant();
        DataSource owner = SchemaOwner.of(store.bean(DataSource.class), store.bean(Environment.class));
        long made = partitions();
        new Partitions(new JdbcTemplate(owner), Clock.fixed(then, ZoneOffset.UTC)).makeAhead();
        assertThat(partitions()).isEqualTo(made + 6);

        new Retention(owner, store.bean(Partitions.class), Duration.ofDays(30), clock).run();
        assertThat(partitions()).isEqualTo(made);
        assertThat(AS_OWNER.sql()
                        .queryForObject(
                                "select bool_and(tableowner = ?) from pg_tables where schemaname = 'public'",
                                Boolean.class,
                                OWNER))
                .isTrue();
    }

    private static long partitions() {
        return DATABASE.number(
                "select count(*) from pg_inherits where inhparent in ('delivery'::regclass, 'notification'::regclass)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop table delivery",
                "truncate delivery",
                "alter table audit disable trigger all",
                "truncate audit",
                "delete from audit",
                "update audit set actor = 'somebody else'",
                "delete from flyway_schema_history",
                "create table mine (a int)",
                "create or replace function append_sends(kept bytea, more bytea) returns bytea language sql as 'select kept'",
                "select setval('notification_id', 1)",
                "copy delivery to program 'true'",
                "set role notification_owner"
            })
    void whatOnlyAnOwnerMayIsRefused(String sql) {
        assertThatThrownBy(() -> AS_SERVICE.sql().execute(sql))
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageMatching("(?s)ERROR: (must be owner|permission denied).*");
    }

    /** It would store, and stand still weeks later. */
    @Test
    void aProcessThatIngestsDoesNotStartWithoutTheOwner(CapturedOutput output) {
        assertThatThrownBy(() -> TestStore.on(AS_SERVICE, TOPICS).start())
                .rootCause()
                .hasMessageStartingWith("The role notification_service does not own the table delivery")
                .hasMessageEndingWith("as spring.flyway.user and spring.flyway.password");
        assertThat(output)
                .contains(
                        "APPLICATION FAILED TO START", "The role notification_service does not own the table delivery")
                .doesNotContain("\tat dev.notification.store.retention");
    }

    @Test
    void theScriptRefusesWhoIsNotTheOwner() {
        assertThatThrownBy(() -> DATABASE.sql().execute(Files.readString(SCRIPT)))
                .rootCause()
                .hasMessageContaining("Run this as the owner of the schema: " + DATABASE.username() + " is not");
    }

    /** The schema is made already: it only looks whether it is. */
    @Test
    void aProcessThatOnlyStreamsNeedsNoOwner() {
        publish("3", "bob");
        try (TestStore streams = TestStore.on(AS_SERVICE, TOPICS)
                .with("notification.ingest.enabled=false")
                .start()) {
            assertThat(streams.inbox().open(List.of("bob")).get(0).head()).isEqualTo(1);
        }
    }
}
