package dev.notification.stream.inbox;

import dev.notification.store.Delivery;
import dev.notification.store.InboxItem;
import dev.notification.stream.frame.DeliveryJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Inbox items as JSON: what a stream would send of the delivery, and its state and times beside it. */
final class ItemJson {

    private ItemJson() {}

    /**
     * One item.
     *
     * @param frameLimit with more bytes of data the item says where they are instead of having them
     */
    static byte[] of(InboxItem item, String recipient, long frameLimit) {
        Delivery delivery = item.delivery();
        byte[] json = delivery.content().size() > frameLimit
                ? DeliveryJson.withoutData(delivery, recipient)
                : DeliveryJson.of(delivery, recipient);
        String more = ",\"state\":\"" + item.state().label() + "\",\"storedAt\":" + time(item.storedAt())
                + ",\"sentAt\":" + time(delivery.sentAt()) + ",\"ackedAt\":" + time(item.ackedAt()) + ",\"readAt\":"
                + time(item.readAt()) + "}";
        ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + more.length());
        out.write(json, 0, json.length - 1); // all but the closing brace
        out.writeBytes(ascii(more));
        return out.toByteArray();
    }

    /** {@code {"items":[…],"before":…}}. */
    static byte[] page(List<byte[]> items, @Nullable Long before) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(
                64 + items.stream().mapToInt(item -> item.length).sum());
        out.writeBytes(ascii("{\"items\":["));
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) out.write(',');
            out.writeBytes(items.get(i));
        }
        out.writeBytes(ascii("],\"before\":" + before + "}"));
        return out.toByteArray();
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "null" : "\"" + time + "\"";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
