package dev.notification.api;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Writes CloudEvents. */
public final class CloudEventWriter {

    private CloudEventWriter() {}

    public static byte[] structured(Notification notification) {
        throw new UnsupportedOperationException();
    }

    public static byte[] members(Notification notification) {
        throw new UnsupportedOperationException();
    }

    public static byte @Nullable [] binary(Notification notification, Headers headers) {
        throw new UnsupportedOperationException();
    }
}
