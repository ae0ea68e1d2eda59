package dev.notification.stream.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.Priority;
import dev.notification.store.Content;
import dev.notification.store.Delivery;
import dev.notification.store.DeliveryState;
import dev.notification.store.InboxItem;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ItemJsonTests {
    private static final Instant STORED = Instant.parse("2026-01-02T03:04:05.678901Z");

    @Test
    void putsStateAndTimesBesideTheFrame() {
        assertThat(text(ItemJson.of(item("1"), "alice", 100)))
                .isEqualTo(
                        "{\"seq\":7,\"attempt\":2,\"recipient\":\"alice\",\"id\":\"o\",\"data\":1,\"state\":\"sent\","
                                + "\"storedAt\":\"2026-01-02T03:04:05.678901Z\",\"sentAt\":\"2026-01-02T03:04:06Z\","
                                + "\"ackedAt\":null,\"readAt\":null}");
    }

    @Test
    void saysWhereLargeDataAre() {
        assertThat(text(ItemJson.of(item("\"" + "x".repeat(100) + "\""), "alice", 100)))
                .contains("\"dataurl\":\"/v1/inbox/7\",\"state\"")
                .doesNotContain("xx");
    }

    @Test
    void makesPages() {
        assertThat(text(ItemJson.page(List.of(), null))).isEqualTo("{\"items\":[],\"before\":null}");
        assertThat(text(ItemJson.page(List.of("1".getBytes(UTF_8), "2".getBytes(UTF_8)), 41L)))
                .isEqualTo("{\"items\":[1,2],\"before\":41}");
    }

    private static InboxItem item(String data) {
        Content content = new Content("t", "\"id\":\"o\"".getBytes(UTF_8), data.getBytes(UTF_8), false);
        Instant sent = Instant.parse("2026-01-02T03:04:06Z");
        Delivery delivery = new Delivery(7, Priority.NORMAL, 2, sent, STORED, null, true, content);
        return new InboxItem(delivery, DeliveryState.SENT, STORED, null, null);
    }

    private static String text(byte[] json) {
        return new String(json, UTF_8);
    }
}
