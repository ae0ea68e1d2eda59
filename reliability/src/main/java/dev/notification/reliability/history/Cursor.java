package dev.notification.reliability.history;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An SSE id of the service, {@code <epoch>.<sequence>}. */
record Cursor(String epoch, long seq) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]{4,16}\\.(0|[1-9][0-9]{0,17})");

    static Optional<Cursor> of(@Nullable String text) {
        if (text == null || !FORM.matcher(text).matches()) return Optional.empty();
        int dot = text.indexOf('.');
        return Optional.of(new Cursor(text.substring(0, dot), Long.parseLong(text.substring(dot + 1))));
    }
}
