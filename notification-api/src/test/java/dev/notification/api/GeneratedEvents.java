package dev.notification.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Valid events of the reference implementation, all kinds of them. */
final class GeneratedEvents {

    private static final List<String> JSON_TYPES = List.of("application/json", "application/vnd.order+json");
    private static final List<String> TEXT_TYPES = List.of("text/plain", "text/html; charset=utf-8");
    private static final List<String> BYTE_TYPES = List.of("application/octet-stream", "image/png");
    private static final String CHARACTERS = "ab Z09-_.~\"\\/'<&%+:;=?\u00e9\u0416\u4e16\u2028\ufeff\ufffd";

    private GeneratedEvents() {}

    static CloudEvent next(Random random) {
        io.cloudevents.core.v1.CloudEventBuilder event = CloudEventBuilder.v1()
                .withId(text(random, 40))
                .withSource(URI.create("/s/" + Integer.toHexString(random.nextInt())))
                .withType("t." + random.nextInt(99));
        if (random.nextInt(4) == 0) {
            int names = 1 + random.nextInt(30);
            event.withExtension(
                    "recipients",
                    IntStream.range(0, names).mapToObj(i -> "r" + i).collect(Collectors.joining(",")));
        } else {
            event.withExtension("recipient", "x" + text(random, 20).replace(',', ';') + "x");
        }
        if (random.nextBoolean()) {
            event.withExtension("priority", pick(random, List.of("high", "normal", "medium", "low")));
        }
        if (random.nextBoolean()) {
            event.withTime(time(random));
        }
        if (random.nextInt(3) == 0) {
            event.withExtension(
                    "expirytime",
                    Events.NOW.plusMillis(1L + random.nextInt(1_000_000)).toString());
        }
        if (random.nextInt(3) == 0) {
            event.withSubject(text(random, 60));
        }
        if (random.nextInt(5) == 0) {
            event.withDataSchema(URI.create("https://example.com/schema/" + random.nextInt(99)));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            extension(event, "ext" + i, random);
        }
        data(event, random);
        return event.build();
    }

    private static void extension(io.cloudevents.core.v1.CloudEventBuilder event, String name, Random random) {
        switch (random.nextInt(3)) {
            case 0 -> event.withExtension(name, random.nextBoolean());
            case 1 -> event.withExtension(name, random.nextInt());
            default -> event.withExtension(name, text(random, 80));
        }
    }

    private static void data(io.cloudevents.core.v1.CloudEventBuilder event, Random random) {
        switch (random.nextInt(5)) {
            case 0 -> event.withData(pick(random, JSON_TYPES), json(random, 5).getBytes(UTF_8));
            case 1 -> event.withData(pick(random, TEXT_TYPES), text(random, 200).getBytes(UTF_8));
            case 2 -> {
                byte[] bytes = new byte[1 + random.nextInt(200)];
                random.nextBytes(bytes);
                event.withData(pick(random, BYTE_TYPES), bytes);
            }
            case 3 -> event.withDataContentType(pick(random, JSON_TYPES));
            default -> event.withoutData();
        }
    }

    private static String json(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> Integer.toString(random.nextInt());
            case 1 -> Double.toString(random.nextGaussian());
            case 2 -> Boolean.toString(random.nextBoolean());
            case 3 -> new String(new JsonBytes(64).string(text(random, 30)).toArray(), UTF_8);
            case 4 -> "\"\\u00e9\\n\\t\\/\\ud83d\\ude00\"";
            case 5 ->
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> json(random, depth - 1))
                        .collect(Collectors.joining(" , ", "[", "]"));
            default ->
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> "\"k" + i + "\" :\n" + json(random, depth - 1))
                        .collect(Collectors.joining(",", "{ ", " }"));
        };
    }

    private static OffsetDateTime time(Random random) {
        return Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE), random.nextInt(3) * 123_456_789L)
                .atOffset(ZoneOffset.ofTotalSeconds((random.nextInt(60) - 30) * 1_800));
    }

    private static String text(Random random, int max) {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(max); i > 0; i--) {
            if (random.nextInt(20) == 0) {
                text.append("\uD83D\uDE00");
            } else {
                text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
            }
        }
        return text.toString();
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
