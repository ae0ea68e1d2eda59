package dev.notification.store;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a failed start says, all causes together. */
public final class Failures {
    private Failures() {}

    /** In kebab case, as properties are written. */
    public static String text(@Nullable Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append(cause.getMessage()).append('\n');
        }
        return text + text.toString().replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
