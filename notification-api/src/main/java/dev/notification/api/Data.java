package dev.notification.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a notification carries: a JSON value in UTF-8 exactly as its producer wrote it (white space, number formats and
 * repeated keys included), or bytes. Nobody changes the array. Whether JSON is well-formed is checked where a
 * {@link Notification} is built or read, not here.
 *
 * @param bytes the JSON text, or the bytes themselves
 * @param binary whether {@code bytes} are bytes that travel as {@code data_base64}
 */
@SuppressWarnings("ArrayRecordComponent") // read and written far too often to be copied
public record Data(byte[] bytes, boolean binary) {

    /** A JSON value. */
    public static Data json(byte[] utf8) {
        return new Data(utf8, false);
    }

    /** A JSON value. */
    public static Data json(String json) {
        return json(json.getBytes(StandardCharsets.UTF_8));
    }

    /** A text, as a JSON string. */
    public static Data text(String text) {
        return json(new JsonBytes(text.length() + 16).string(text).toArray());
    }

    /** Bytes. */
    public static Data bytes(byte[] bytes) {
        return new Data(bytes, true);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Data that && binary == that.binary && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bytes) + Boolean.hashCode(binary);
    }

    /** Kind and size, never the content. */
    @Override
    public String toString() {
        return (binary ? "bytes[" : "json[") + bytes.length + ']';
    }
}
