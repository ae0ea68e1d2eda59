package dev.notification.stream.connection;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A position in an inbox that a client carries: {@code <epoch>.<sequence>}, the SSE id. */
record Cursor(String epoch, long seq) {
    private static final Pattern FORM = Pattern.compile("([a-z0-9]{4,16})\\.(0|[1-9][0-9]{0,18})");

    /** The cursor of a text, null when it is none. Never throws, whatever bytes came as the text. */
    static @Nullable Cursor parse(String text) {
        if (text.length() > 36) return null;
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) return null;
        try {
            return new Cursor(matcher.group(1), Long.parseLong(matcher.group(2)));
        } catch (NumberFormatException tooLarge) {
            return null;
        }
    }

    @Override
    public String toString() {
        return epoch + "." + seq;
    }
}
