package dev.notification.store;

import java.util.Locale;

/** Where a delivery stands. */
public enum DeliveryState {
    /** Stored, never sent. */
    PENDING,
    /** Written to a stream at least once; with no ack required that settles it. */
    SENT,
    /** Its recipient has it. */
    ACKED,
    /** Its expiry time came first. */
    EXPIRED,
    /** Sent again, under another sequence, or replaced by what came later. */
    SUPERSEDED,
    /** Withdrawn by an admin. */
    CANCELLED,
    /** Sent as often as it may be, and never acked. */
    EXHAUSTED;

    /** The word of the API. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
