package dev.notification.store.ingest;

import dev.notification.api.Data;
import dev.notification.api.Notification;

/** Notifications for tests. */
final class Samples {
    private Samples() {}

    static Notification to(String recipient, String id) {
        return to(recipient, id, "{\"n\":1}");
    }

    static Notification to(String recipient, String id, String json) {
        return Notification.builder()
                .source("/tests")
                .type("test.happened")
                .id(id)
                .recipient(recipient)
                .data(Data.json(json))
                .build();
    }
}
