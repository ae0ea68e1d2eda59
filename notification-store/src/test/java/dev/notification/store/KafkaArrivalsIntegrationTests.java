package dev.notification.store;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

class KafkaArrivalsIntegrationTests extends ArrivalsContract {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestTopics TOPICS = TestTopics.create(3);
    private final List<TestStore> stores = new ArrayList<>();

    @Override
    Arrivals node() {
        TestStore store = TestStore.on(DATABASE, TOPICS)
                .with("notification.ingest.enabled=false")
                .start();
        stores.add(store);
        return store.bean(Arrivals.class);
    }

    @AfterEach
    void stopNodes() {
        stores.forEach(TestStore::close);
    }

    @AfterAll
    static void stop() {
        TOPICS.close();
    }
}
