package dev.notification.store.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.api.Data;
import dev.notification.api.Notification;
import dev.notification.store.TestDatabase;
import dev.notification.store.TestStore;
import dev.notification.store.TestTopics;
import java.util.List;
import org.junit.jupiter.api.Test;

class DuplicateIntegrationTests {
    @Test
    void smoke() {
        var database = TestDatabase.create();
        try (var topics = TestTopics.create(2);
                var store = TestStore.on(database, topics).start()) {
            for (int i = 0; i < 20; i++)
                topics.send(
                        i % 2,
                        Notification.builder()
                                .id("n" + i)
                                .source("/s")
                                .type("t")
                                .recipient("alice")
                                .data(Data.json("{\"a\":1}"))
                                .build());
            await().until(() -> database.sequences("alice").size() == 20);
            System.out.println(database.ids("alice") + " " + database.sequences("alice"));
            System.out.println(store.inbox().open(List.of("alice", "bob")));
            System.out.println(store.inbox()
                    .list(
                            "alice",
                            dev.notification.store.InboxFilter.ALL,
                            java.util.OptionalLong.empty(),
                            3,
                            java.time.Instant.EPOCH));
            System.out.println(store.inbox()
                    .ack(
                            List.of(new dev.notification.store.AckRequest(
                                    "alice", null, List.of(new dev.notification.store.SequenceRange(2, 4)), 0, true)),
                            List.of()));
            System.out.println(store.inbox()
                    .read(List.of(new dev.notification.store.PageRequest(
                            "alice", dev.notification.store.Lanes.all(0), 0, java.time.Instant.EPOCH, 5, 10000))));
            assertThat(database.sequences("alice")).hasSize(20);
        }
    }
}
