package dev.notification.store.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.notification.store.AuditEntry;
import dev.notification.store.AuditQuery;
import dev.notification.store.AuditTrail;
import dev.notification.store.Author;
import dev.notification.store.NotificationKey;
import dev.notification.store.PageKey;
import dev.notification.store.Revocations;
import dev.notification.store.TestDatabase;
import dev.notification.store.TestStore;
import dev.notification.store.TestTopics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import tools.jackson.databind.json.JsonMapper;

class AuditTrailIntegrationTests {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestTopics TOPICS = TestTopics.create(1);
    private static final TestStore STORE = TestStore.on(DATABASE, TOPICS).start();
    private static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, null, 1_000);

    @AfterAll
    static void stop() {
        STORE.close();
        TOPICS.close();
    }

    private static void write(
            String actor, String action, @Nullable String recipient, @Nullable NotificationKey key, int number) {
        STORE.bean(AuditLog.class)
                .write(new Author(actor, "192.0.2.1"), action, recipient, key, Map.of("number", number));
    }

    private static List<AuditEntry> list(AuditQuery query) {
        return STORE.bean(AuditTrail.class).list(query);
    }

    private static List<Integer> numbers(AuditQuery query) {
        return list(query).stream()
                .map(entry -> JsonMapper.shared()
                        .readTree(entry.detail())
                        .get("number")
                        .intValue())
                .toList();
    }

    @Test
    void isNewestFirstAndFiltered() {
        NotificationKey key = new NotificationKey("/s", "1");
        write("f-ann", "f-resend", null, key, 1);
        write("f-ann", "f-erase", "f-bob", null, 2);
        write("f-eve", "f-cancel", null, new NotificationKey("/s", "2"), 3);
        write("f-eve", "f-erase", "f-carl", null, 4);

        assertThat(numbers(new AuditQuery("f-ann", null, null, null, null, null, null, 9)))
                .containsExactly(2, 1);
        assertThat(numbers(new AuditQuery(null, "f-erase", null, null, null, null, null, 9)))
                .containsExactly(4, 2);
        assertThat(numbers(new AuditQuery("f-eve", "f-erase", null, null, null, null, null, 9)))
                .containsExactly(4);
        assertThat(numbers(new AuditQuery(null, null, "f-bob", null, null, null, null, 9)))
                .containsExactly(2);
        assertThat(numbers(new AuditQuery(null, null, null, key, null, null, null, 9)))
                .containsExactly(1);
        List<AuditEntry> eve = list(new AuditQuery("f-eve", null, null, null, null, null, null, 9));
        Instant third = eve.get(1).key().at();
        assertThat(numbers(new AuditQuery(
                        "f-eve", null, null, null, null, eve.get(0).key().at(), null, 9)))
                .containsExactly(3);
        assertThat(numbers(new AuditQuery("f-ann", null, null, null, null, third, null, 9)))
                .containsExactly(2, 1);
        assertThat(numbers(new AuditQuery("f-ann", null, null, null, third, null, null, 9)))
                .isEmpty();
        assertThat(eve.get(1))
                .isEqualTo(new AuditEntry(
                        eve.get(1).key(),
                        new Author("f-eve", "192.0.2.1"),
                        "f-cancel",
                        null,
                        new NotificationKey("/s", "2"),
                        "{\"number\": 3}"));
    }

    /** Of characters that take three bytes each, and that nothing makes shorter. */
    @Test
    void namesANotificationHoweverLongItsKeyIs() {
        Random random = new Random(1);
        String text = random.ints(1_024, 0x4e00, 0x9fff)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        NotificationKey key = new NotificationKey(text.substring(0, 512), text.substring(512));
        write("l-ann", "l-cancel", null, key, 1);
        assertThat(numbers(new AuditQuery(null, null, null, key, null, null, null, 9)))
                .containsExactly(1);
        assertThat(numbers(
                        new AuditQuery(null, null, null, new NotificationKey(key.source(), "2"), null, null, null, 9)))
                .isEmpty();
    }

    @Test
    void pagesThroughAllOfThemOnceWhileOthersAreAdded() {
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            write("p", "page", null, null, i);
            expected.add(0, i);
        }
        List<Integer> seen = new ArrayList<>();
        @Nullable PageKey after = null;
        for (int page = 0; page < 6; page++) {
            AuditQuery query = new AuditQuery(null, "page", null, null, null, null, after, 5);
            seen.addAll(numbers(query));
            after = list(query).get(4).key();
            write("p", "page", null, null, 1_000 + page);
        }
        assertThat(seen).isEqualTo(expected);
        assertThat(list(new AuditQuery(null, "page", null, null, null, null, after, 5)))
                .isEmpty();
    }

    @Test
    void hasWhoRevokedAndFromWhere() {
        var revocation = STORE.bean(Revocations.class).revoke("r-bob", new Author("r-ann", "2001:db8::1"));
        assertThat(list(new AuditQuery("r-ann", null, null, null, null, null, null, 9)))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.author()).isEqualTo(new Author("r-ann", "2001:db8::1"));
                    assertThat(entry.action()).isEqualTo("revoke");
                    assertThat(entry.recipient()).isEqualTo("r-bob");
                    assertThat(entry.notification()).isNull();
                    assertThat(entry.detail()).isEqualTo("{\"revokedBefore\": \"" + revocation.revokedBefore() + "\"}");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit set actor = 'nobody'",
                "update audit set detail = '{}' where false",
                "delete from audit",
                "truncate audit"
            })
    void isNeverChanged(String change) {
        write("a", "stays", null, null, 1);
        List<AuditEntry> before = list(ALL);
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> DATABASE.sql().execute(change))
                .withMessageContaining("rows of audit are never changed");
        assertThat(list(ALL)).isEqualTo(before).isNotEmpty();
    }
}
