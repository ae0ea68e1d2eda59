package dev.notification.store;

import org.jspecify.annotations.Nullable;

/**
 * What a notification says, shared by all its deliveries. Nobody changes the arrays.
 *
 * @param attributes its attributes as JSON members without the braces, UTF-8: {@code "specversion":"1.0","id":…}
 * @param data what the producer sent: a JSON value, or bytes; null when it sent none
 * @param binary whether {@code data} are bytes that go out as {@code data_base64}
 */
public record Content(String type, byte[] attributes, byte @Nullable [] data, boolean binary) {

    /** Bytes of memory this holds, about. */
    public int size() {
        return attributes.length + (data == null ? 0 : data.length);
    }
}
