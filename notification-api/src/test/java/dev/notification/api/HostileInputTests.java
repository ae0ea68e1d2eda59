package dev.notification.api;

import static dev.notification.api.Events.NOW;
import static dev.notification.api.Events.READER;
import static dev.notification.api.Events.headers;
import static dev.notification.api.Events.json;
import static dev.notification.api.Events.valid;
import static dev.notification.api.Events.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Nothing that comes in makes the reader throw, and nothing half-read comes out. */
class HostileInputTests {

    private static final long SEED = Long.getLong("seed", 20261122L);

    private static byte[] rich() {
        Map<String, String> members = with("time", "\"2026-01-01T00:00:00.5+01:00\"");
        members.put("myext", "-12");
        members.put("flag", "true");
        members.put("subject", "\"\u4e16\\ud83d\\ude00\"");
        members.put("expirytime", "\"2030-01-01T00:00:00Z\"");
        members.put("data", "{\"a\":[1.5e3,\"\\u00e9\",null,{\"b\":\"\uD83D\uDE00\"}]}");
        return json(members).getBytes(UTF_8);
    }

    @Test
    void everyCutOffEventIsInvalidJson() {
        byte[] event = rich();
        for (int length = 0; length < event.length; length++) {
            byte[] cut = Arrays.copyOf(event, length);
            assertThat(Events.verdict(READER.readStructured(cut, NOW))).startsWith("invalid-json");
            assertThat(Events.verdict(READER.readRecord(new RecordHeaders(), cut, NOW)))
                    .isEqualTo("not-a-cloudevent");
            byte[] batch = ("[" + new String(cut, UTF_8)).getBytes(UTF_8);
            assertThat(READER.readBatch(batch, NOW)).singleElement().isInstanceOf(Rejection.class);
        }
    }

    @Test
    void flippedBytesNeverThrow() {
        Random random = new Random(SEED);
        byte[] event = rich();
        byte[] batch = ("[" + new String(event, UTF_8) + "," + new String(event, UTF_8) + "]").getBytes(UTF_8);
        int read = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] broken = flipped(round % 8 == 0 ? batch : event, random);
            Decoded decoded = READER.readStructured(broken, NOW);
            if (decoded instanceof Notification notification) {
                read++;
                assertThat(READER.readStructured(CloudEventWriter.structured(notification), NOW))
                        .as("seed %d round %d", SEED, round)
                        .isEqualTo(notification);
            }
            assertThat(READER.readBatch(broken, NOW)).isNotNull();
            assertThat(READER.readRecord(new RecordHeaders(), broken, NOW)).isNotNull();
        }
        assertThat(read)
                .as("survivors, or the corpus is too broken to test anything")
                .isGreaterThan(1_000);
    }

    private static byte[] flipped(byte[] event, Random random) {
        byte[] broken = event.clone();
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
            int at = random.nextInt(broken.length);
            broken[at] = (byte)
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextInt(256);
                        case 1 -> broken[at] ^ (1 << random.nextInt(8));
                        case 2 -> "{}[]\",:\\0".charAt(random.nextInt(9));
                        default -> event[random.nextInt(event.length)];
                    };
        }
        return broken;
    }

    @Test
    void randomHeadersAndBodiesNeverThrow() {
        Random random = new Random(SEED);
        List<String> names =
                List.of("ce_id", "ce_specversion", "ce_", "ce_DATA", "content-type", "ce_data", "x", "ce_recipient");
        for (int round = 0; round < 20_000; round++) {
            Headers headers = round % 2 == 0 ? headers(valid()) : new RecordHeaders();
            for (int n = random.nextInt(4); n > 0; n--) {
                headers.add(names.get(random.nextInt(names.size())), random.nextInt(9) == 0 ? null : bytes(random, 12));
            }
            assertThat(READER.readRecord(headers, random.nextInt(9) == 0 ? null : bytes(random, 40), NOW))
                    .isNotNull();
            String text = new String(bytes(random, 12), UTF_8);
            assertThat(READER.readBinary(Map.of("id", text, text, "%" + text), text, bytes(random, 9), NOW))
                    .isNotNull();
        }
    }

    private static byte[] bytes(Random random, int max) {
        byte[] bytes = new byte[random.nextInt(max)];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void poisonIsRefusedQuickly() {
        String commas = "\"" + ",".repeat(2_000_000) + "\"";
        String deepExtension = "{\"a\":".repeat(500_000) + "1" + "}".repeat(500_000);
        for (Map<String, String> members : List.of(
                with("recipients", commas),
                with("myext", deepExtension),
                with("myext", "[".repeat(1_000_000)),
                with("myext", "7".repeat(2_000_000)),
                with("time", '"' + "2".repeat(2_000_000) + '"'),
                with("id", '"' + "\\u0041".repeat(300_000) + '"'),
                with("k".repeat(2_000_000), "1"))) {
            assertThat(READER.readStructured(json(members).getBytes(UTF_8), NOW))
                    .isInstanceOf(Rejection.class);
        }
        Headers many = headers(valid());
        for (int i = 0; i < 65_000; i++) {
            many.add("ce_x" + i, new byte[] {'1'});
        }
        assertThat(Events.verdict(READER.readRecord(many, null, NOW))).isEqualTo("too-large");
    }
}
