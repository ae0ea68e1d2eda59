package dev.notification.stream.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.notification.store.DeliveryPosition;
import dev.notification.store.LedgerPosition;
import dev.notification.store.PageKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where a page ended, as a text that means nothing to clients: two numbers behind a letter for what they are. */
final class Positions {
    private static final char LISTED = 'l';
    private static final char DELIVERY = 'd';
    private static final char INBOX = 'i';
    private static final char NOTIFICATION = 'n';

    private Positions() {}

    static String encode(PageKey key) {
        return text(LISTED, ChronoUnit.MICROS.between(Instant.EPOCH, key.at()), key.id());
    }

    static @Nullable PageKey listed(String text) {
        long[] numbers = numbers(LISTED, text);
        return numbers == null ? null : new PageKey(Instant.EPOCH.plus(numbers[0], ChronoUnit.MICROS), numbers[1]);
    }

    static @Nullable String encode(@Nullable DeliveryPosition position) {
        return position == null ? null : text(DELIVERY, position.inbox(), position.seq());
    }

    static @Nullable DeliveryPosition delivery(String text) {
        long[] numbers = numbers(DELIVERY, text);
        return numbers == null ? null : new DeliveryPosition(numbers[0], numbers[1]);
    }

    /** @param inbox whether it is in a search through one inbox */
    static @Nullable String encode(@Nullable LedgerPosition position, boolean inbox) {
        if (position == null) return null;
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, position.storedAt());
        return text(inbox ? INBOX : NOTIFICATION, micros, position.number());
    }

    static @Nullable LedgerPosition notification(String text, boolean inbox) {
        long[] numbers = numbers(inbox ? INBOX : NOTIFICATION, text);
        return numbers == null
                ? null
                : new LedgerPosition(Instant.EPOCH.plus(numbers[0], ChronoUnit.MICROS), numbers[1]);
    }

    private static String text(char kind, long first, long second) {
        byte[] plain = (kind + Long.toString(first, 36) + "." + Long.toString(second, 36)).getBytes(US_ASCII);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
    }

    private static long @Nullable [] numbers(char kind, String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), US_ASCII);
            if (!plain.matches(kind + "[0-9a-z]{1,11}\\.[0-9a-z]{1,13}")) return null;
            String[] parts = plain.substring(1).split("\\.", -1);
            return new long[] {Long.parseLong(parts[0], 36), Long.parseLong(parts[1], 36)};
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
