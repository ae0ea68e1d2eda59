package dev.notification.stream.load;

import dev.notification.api.Data;

/** Data that says when it was published. */
final class Payload {
    private Payload() {}

    /** At least this many bytes. */
    static Data now(int bytes) {
        return Data.json("{\"at\":" + System.nanoTime() + ",\"padding\":\"" + "x".repeat(bytes) + "\"}");
    }
}
