package dev.notification.api;

import org.jspecify.annotations.Nullable;

/**
 * Why a record is refused for good. Text that is not printable ASCII becomes {@code ?}, and both texts are cut to
 * their limits, so that they fit a header, a log line and an HTTP body as they are.
 *
 * @param code the kind of fault, for programs
 * @param attribute the CloudEvents attribute at fault, null when it is not a single one; at most 64 characters
 * @param detail a sentence that says what to change; at most {@value #MAX_DETAIL} characters
 */
public record Rejection(RejectionCode code, @Nullable String attribute, String detail) implements Decoded {

    /** Longest {@link #detail()} in characters. */
    public static final int MAX_DETAIL = 256;

    private static final int MAX_ATTRIBUTE = 64;

    public Rejection {
        attribute = attribute == null ? null : Excerpt.of(attribute, MAX_ATTRIBUTE);
        detail = Excerpt.of(detail, MAX_DETAIL);
    }
}
