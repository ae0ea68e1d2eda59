package dev.notification.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Timestamps as RFC 3339 has them; java.time's own formats are wider in one place and narrower in another. */
public final class Rfc3339 {

    private static final Pattern TIMESTAMP = Pattern.compile(
            "(\\d{4})-(\\d\\d)-(\\d\\d)[Tt](\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,64}))?(?:[Zz]|([+-])(\\d\\d):(\\d\\d))");

    private static final int LONGEST = 128;
    /** What is later than that in UTC has no such timestamp there. */
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private Rfc3339() {}

    /** The moment meant (digits past nanoseconds are dropped; a leap second is the second after :59), or null; also from the year 10000 on, in UTC. */
    public static @Nullable Instant parse(String text) {
        Matcher m = TIMESTAMP.matcher(text);
        if (text.length() > LONGEST || !m.matches()) {
            return null;
        }
        int second = number(m, 6);
        int offset = m.group(8) == null ? 0 : offset(m);
        if (offset == Integer.MIN_VALUE || second > 60) {
            return null;
        }
        try {
            Instant minute = LocalDateTime.of(number(m, 1), number(m, 2), number(m, 3), number(m, 4), number(m, 5))
                    .toInstant(ZoneOffset.UTC)
                    .minusSeconds(offset);
            if (second == 60 && Math.floorMod(minute.getEpochSecond(), 86_400L) != 86_340L) {
                return null;
            }
            Instant moment = minute.plusSeconds(second).plusNanos(nanos(m.group(7)));
            return moment.isBefore(END) ? moment : null;
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }

    private static int offset(Matcher m) {
        int hours = number(m, 9);
        int minutes = number(m, 10);
        int seconds = hours * 3600 + minutes * 60;
        return hours > 23 || minutes > 59 ? Integer.MIN_VALUE : m.group(8).equals("-") ? -seconds : seconds;
    }

    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
    }

    private static int number(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }
}
