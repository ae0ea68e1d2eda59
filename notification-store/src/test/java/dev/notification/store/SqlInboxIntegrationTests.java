package dev.notification.store;

import static org.awaitility.Awaitility.await;

import dev.notification.api.Priority;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class SqlInboxIntegrationTests extends InboxContract {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestTopics TOPICS = TestTopics.create(1);
    private static final List<Arrival> HEARD = new CopyOnWriteArrayList<>();
    private static @Nullable TestStore store;

    @BeforeAll
    static void start() {
        store = TestStore.on(DATABASE, TOPICS).start();
        Arrivals arrivals = store().bean(Arrivals.class);
        arrivals.listen(new ArrivalListener() {
            @Override
            public boolean wants(byte[] recipient) {
                return !new String(recipient, StandardCharsets.UTF_8).startsWith("bob");
            }

            @Override
            public void arrived(Arrival arrival) {
                HEARD.add(arrival);
            }
        });
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            arrivals.announce(List.of(new Arrival.Acked("probe", 0, List.of())));
            return !HEARD.isEmpty();
        });
    }

    @AfterAll
    static void stop() {
        store().close();
        TOPICS.close();
    }

    private static TestStore store() {
        return java.util.Objects.requireNonNull(store);
    }

    @Override
    protected Inbox inbox() {
        return store().inbox();
    }

    /** As ingest would, but for the Kafka record. */
    @Override
    protected long append(
            String recipient, Content content, Priority priority, @Nullable Instant expiresAt, boolean ackRequired) {
        long seq = DATABASE.number(
                """
                with i as (insert into inbox (recipient, head) values (?, 1)
                           on conflict (recipient) do update set head = inbox.head + 1 returning id, head),
                     n as (insert into notification (id, source, message_id, type, priority, attributes, data, data_binary)
                           values (nextval('notification_id'), '/s', 'm', ?, ?, ?, ?, ?) returning id, priority)
                insert into delivery (inbox_id, seq, notification_id, priority, expires_at, ack_required)
                select i.id, i.head, n.id, n.priority, ?, ? from i, n returning seq""",
                recipient,
                content.type(),
                Lanes.number(priority),
                content.attributes(),
                content.data(),
                content.binary(),
                expiresAt == null ? null : Timestamp.from(expiresAt),
                ackRequired);
        store().bean(Arrivals.class)
                .announce(List.of(new Arrival.Stored(
                        recipient, inbox().heads(List.of()).epoch().id(), seq, null)));
        return seq;
    }

    @Override
    protected Instant now() {
        return java.util.Objects.requireNonNull(
                        DATABASE.sql().queryForObject("select clock_timestamp()", Timestamp.class))
                .toInstant();
    }

    @Override
    protected void reach(Instant instant) {
        await().pollInterval(Duration.ofMillis(20)).until(() -> now().isAfter(instant));
    }

    @Override
    protected List<Arrival> announced(String recipient, int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> of(recipient).size() >= count);
        return of(recipient);
    }

    private static List<Arrival> of(String recipient) {
        return HEARD.stream()
                .filter(arrival -> arrival.recipient().equals(recipient))
                .toList();
    }

    @Override
    protected void renewEpoch() {
        DATABASE.sql().execute("select renew_epoch()");
    }
}
