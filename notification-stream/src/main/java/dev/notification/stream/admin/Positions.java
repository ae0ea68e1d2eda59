package dev.notification.stream.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.notification.store.DeliveryPosition;
import dev.notification.store.LedgerPosition;
import dev.notification.store.PageKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a page ended, as a text that means nothing to clients: numbers behind a letter for what they are. */
final class Positions {
    private static final char LISTED = 'l';
    private static final char DELIVERY = 'd';
    private static final char INBOX = 'i';
    private static final char NOTIFICATION = 'n';
    private static final char INSIDE_NOTIFICATION = 'm';

    private Positions() {}

    static String encode(PageKey key) {
        return text(LISTED, ChronoUnit.MICROS.between(Instant.EPOCH, key.at()), key.id());
    }

    static @Nullable PageKey listed(String text) {
        long[] numbers = numbers(LISTED, 2, text);
        return numbers == null ? null : new PageKey(Instant.EPOCH.plus(numbers[0], ChronoUnit.MICROS), numbers[1]);
    }

    static @Nullable String encode(@Nullable DeliveryPosition position) {
        return position == null ? null : text(DELIVERY, position.inbox(), position.seq());
    }

    static @Nullable DeliveryPosition delivery(String text) {
        long[] numbers = numbers(DELIVERY, 2, text);
        return numbers == null ? null : new DeliveryPosition(numbers[0], numbers[1]);
    }

    /** @param inbox whether it is in a search through one inbox */
    static @Nullable String encode(@Nullable LedgerPosition position, boolean inbox) {
        if (position == null) return null;
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, position.storedAt());
        DeliveryPosition inside = position.inside();
        return inside == null
                ? text(inbox ? INBOX : NOTIFICATION, micros, position.number())
                : text(INSIDE_NOTIFICATION, micros, position.number(), inside.inbox(), inside.seq());
    }

    static @Nullable LedgerPosition notification(String text, boolean inbox) {
        long[] numbers = numbers(inbox ? INBOX : NOTIFICATION, 2, text);
        if (numbers != null) return notification(numbers, null);
        numbers = inbox ? null : numbers(INSIDE_NOTIFICATION, 4, text);
        return numbers == null ? null : notification(numbers, new DeliveryPosition(numbers[2], numbers[3]));
    }

    private static LedgerPosition notification(long[] numbers, @Nullable DeliveryPosition inside) {
        return new LedgerPosition(Instant.EPOCH.plus(numbers[0], ChronoUnit.MICROS), numbers[1], inside);
    }

    private static String text(char kind, long... numbers) {
        String plain = LongStream.of(numbers)
                .mapToObj(number -> Long.toString(number, 36))
                .collect(Collectors.joining(".", String.valueOf(kind), ""));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(US_ASCII));
    }

    private static long @Nullable [] numbers(char kind, int count, String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), US_ASCII);
            if (!plain.matches(kind + "[0-9a-z]{1,11}(\\.[0-9a-z]{1,13}){" + (count - 1) + "}")) return null;
            return Stream.of(plain.substring(1).split("\\.", -1))
                    .mapToLong(number -> Long.parseLong(number, 36))
                    .toArray();
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
