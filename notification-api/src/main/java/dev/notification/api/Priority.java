package dev.notification.api;

import org.jspecify.annotations.Nullable;

/** How urgent a notification is. The ordinal is the number of its lane: 0 goes first. */
public enum Priority {
    HIGH("high"),
    NORMAL("normal"),
    LOW("low");

    private final String label;

    Priority(String label) {
        this.label = label;
    }

    /** The word on the wire: {@code high}, {@code normal} or {@code low}. */
    public String label() {
        return label;
    }

    /** The priority that this word means ({@code medium} is read as {@link #NORMAL}), null for any other word. */
    public static @Nullable Priority of(String label) {
        return switch (label) {
            case "high" -> HIGH;
            case "normal", "medium" -> NORMAL;
            case "low" -> LOW;
            default -> null;
        };
    }
}
