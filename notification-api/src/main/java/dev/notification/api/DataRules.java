package dev.notification.api;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** How data come out of a body, and how much of them is allowed. All methods throw {@link RefusedException}. */
final class DataRules {

    private DataRules() {}

    /** What the body of a binary-mode event carries: JSON as it is, UTF-8 text as a JSON string, else bytes. */
    static Data ofBody(byte[] body, @Nullable String contentType) {
        if (contentType == null || MediaType.isJson(contentType)) {
            byte[] text = Json.text(body);
            Json.requireValue(text);
            return Data.json(text);
        }
        String text = MediaType.isUtf8Text(contentType) ? Utf8.decode(body) : null;
        return text == null ? Data.bytes(body) : Data.text(text);
    }

    /** Strict Base64: the standard alphabet, padded, without white space or stray bits. */
    static Data ofBase64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return Data.bytes(bytes);
            }
        } catch (IllegalArgumentException notBase64) {
            // refused below, like what the decoder forgives
        }
        throw RefusedException.invalid("data_base64", "must be standard Base64 with padding and without white space");
    }

    /** Refuses data that somebody built: JSON that is not well-formed, or more than can be allowed anywhere. */
    static void require(Data data, @Nullable String contentType) {
        if (!data.binary()) {
            if (Json.text(data.bytes()) != data.bytes()) {
                throw RefusedException.invalid("data", "must be JSON without a byte order mark");
            }
            Json.requireValue(data.bytes());
        }
        requireSize(data, contentType, CloudEventReader.MAX_DATA_BYTES);
    }

    /**
     * Refuses what is too large. Bytes and JSON count as they are; a text that stands for another media type counts
     * as text, without quotes and escapes, so that it is as large in a structured event as in a binary one.
     */
    static void requireSize(Data data, @Nullable String contentType, int max) {
        byte[] bytes = data.bytes();
        if (bytes.length <= max) {
            return;
        }
        boolean text = !data.binary() && bytes[0] == '"' && !MediaType.isJson(contentType);
        int size = text ? textLength(bytes) : bytes.length;
        if (size > max) {
            throw tooLarge(size, max);
        }
    }

    static RefusedException tooLarge(int size, int max) {
        return new RefusedException(
                RejectionCode.TOO_LARGE,
                "data",
                "data has " + size + " bytes, at most " + max + " are allowed, shorten it or send a link");
    }

    /** UTF-8 length of the text in a valid JSON string. */
    private static int textLength(byte[] json) {
        int length = 0;
        for (int i = 1; i < json.length && json[i] != '"'; i++) {
            length++;
            if (json[i] == '\\' && json[++i] == 'u') {
                int c = Integer.parseInt(new String(json, i + 1, 4, US_ASCII), 16);
                length += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate((char) c) ? 1 : 2;
                i += 4;
            }
        }
        return length;
    }
}
