package dev.notification.reliability.client;

import org.jspecify.annotations.Nullable;

/** What stood between two blank lines of a stream. */
record Block(
        @Nullable String event,
        @Nullable String id,
        @Nullable String data,
        @Nullable String retry) {

    /** A value of the kind that has to be there. */
    static String required(@Nullable String value, String name) {
        if (value == null) throw new MalformedStream("a block without " + name);
        return value;
    }
}
