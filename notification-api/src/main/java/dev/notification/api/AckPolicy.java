package dev.notification.api;

import org.jspecify.annotations.Nullable;

/** Whether a recipient has to say that it has a notification. */
public enum AckPolicy {
    /** Delivered again until it is acked. */
    REQUIRED("required"),
    /** Settled as soon as it was written to a socket: for what is worthless a minute later. */
    NONE("none");

    private final String label;

    AckPolicy(String label) {
        this.label = label;
    }

    /** The word on the wire. */
    public String label() {
        return label;
    }

    /** The policy that this word means, null for any other word. */
    public static @Nullable AckPolicy of(String label) {
        return switch (label) {
            case "required" -> REQUIRED;
            case "none" -> NONE;
            default -> null;
        };
    }
}
