package dev.notification.store;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to a delivery.
 *
 * @param attempt as which one it was sent, else null
 * @param node name of the node that sent it or took the ack, null when unknown
 * @param address numeric IP address an ack came from, null when unknown
 */
public record TimelineEvent(
        Kind kind,
        Instant at,
        @Nullable Integer attempt,
        @Nullable String node,
        @Nullable String address) {

    /** What can happen, in the order in which it mostly does. */
    public enum Kind {
        /** It was placed in the inbox. */
        STORED,
        /** It was written to a stream. */
        SENT,
        /** It was offered as often as it may be. */
        EXHAUSTED,
        /** Its expiry time came. */
        EXPIRED,
        /** Its recipient has it. */
        ACKED,
        /** Its recipient saw it. */
        READ,
        /** It was replaced by another one. */
        SUPERSEDED,
        /** An admin withdrew it. */
        CANCELLED;

        /** The word of the API. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Something that needs no more than its time. */
    public static TimelineEvent of(Kind kind, Instant at) {
        return new TimelineEvent(kind, at, null, null, null);
    }
}
