package dev.notification.stream.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.Priority;
import dev.notification.store.Content;
import dev.notification.store.Delivery;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DeliveryJsonTests {
    private static final @Nullable String NONE = null;
    private static final String ATTRIBUTES = "\"specversion\":\"1.0\",\"id\":\"o-17\",\"source\":\"/orders\"";

    @Test
    void putsTheDeliveryBeforeTheNotification() {
        assertThat(json(delivery("{\"total\":1.50}"), "alice"))
                .isEqualTo("{\"seq\":42,\"attempt\":2,\"recipient\":\"alice\"," + ATTRIBUTES
                        + ",\"data\":{\"total\":1.50}}");
    }

    @Test
    void hasNoDataMemberWhenTheProducerSentNone() {
        assertThat(json(delivery(NONE), "alice"))
                .isEqualTo("{\"seq\":42,\"attempt\":2,\"recipient\":\"alice\"," + ATTRIBUTES + "}");
    }

    @Test
    void keepsNumbersKeyOrderAndDuplicatesOfTheData() {
        String data = "{\"z\":1.000000000000000000001,\"a\":1e400,\"z\":2}";
        assertThat(json(delivery(data), "alice")).endsWith(",\"data\":" + data + "}");
    }

    @Test
    void bringsPrettyPrintedDataOntoOneLine() {
        String pretty = "{\r\n  \"a\": \"x\\ny\",\r  \"b\": [1,\n2]\n}\n";
        String line = json(delivery(pretty), "alice");
        assertThat(line).doesNotContain("\n").doesNotContain("\r");
        assertThat(read(line).get("data")).isEqualTo(read(pretty));
    }

    @Test
    void sendsBytesAsBase64() {
        Content content = new Content("t", ATTRIBUTES.getBytes(UTF_8), new byte[] {'\n', 0, -1, '\r'}, true);
        assertThat(read(new String(DeliveryJson.of(delivery(content), "alice"), UTF_8))
                        .get("data_base64")
                        .stringValue())
                .isEqualTo("CgD/DQ==");
    }

    @Test
    void escapesTheRecipient() {
        String recipient = "a\"b\\c\u00e9\u2028\ud83d\ude00";
        String line = json(delivery("1"), recipient);
        assertThat(read(line).get("recipient").stringValue()).isEqualTo(recipient);
    }

    @Test
    void leavesTheDataOutAndSaysWhereItIs() {
        String line = new String(DeliveryJson.withoutData(delivery("\"much\""), "alice"), UTF_8);
        assertThat(read(line).has("data")).isFalse();
        assertThat(read(line).get("dataurl").stringValue()).isEqualTo("/v1/inbox/42");
    }

    @Test
    void sharesTheBodyAmongRecipients() {
        Delivery delivery = delivery("{\"a\":1}");
        byte[] body = DeliveryJson.body(delivery.content());
        for (String recipient : new String[] {"alice", "bob"}) {
            byte[] prefix = DeliveryJson.prefix(42, 2, DeliveryJson.quote(recipient));
            assertThat(new String(prefix, UTF_8) + new String(body, UTF_8)).isEqualTo(json(delivery, recipient));
        }
    }

    @Test
    void doesNotTouchTheSharedContent() {
        byte[] data = "[1,\n2]".getBytes(UTF_8);
        var unused = DeliveryJson.body(new Content("t", ATTRIBUTES.getBytes(UTF_8), data, false));
        assertThat(new String(data, UTF_8)).isEqualTo("[1,\n2]");
    }

    private static Delivery delivery(@Nullable String data) {
        return delivery(
                new Content("t", ATTRIBUTES.getBytes(UTF_8), data == null ? null : data.getBytes(UTF_8), false));
    }

    private static Delivery delivery(Content content) {
        return new Delivery(42, Priority.NORMAL, 2, null, Instant.EPOCH, null, true, content);
    }

    private static String json(Delivery delivery, String recipient) {
        return new String(DeliveryJson.of(delivery, recipient), UTF_8);
    }

    private static JsonNode read(String json) {
        return JsonMapper.shared().readTree(json);
    }
}
