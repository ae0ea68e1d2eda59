package dev.notification.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An attribute in an HTTP header: the CloudEvents binding quotes and percent-encodes it. */
final class HeaderValue {

    private HeaderValue() {}

    /**
     * The attribute, null if the escaped bytes are no UTF-8, or if something is not escaped that has to be: nobody knows in which encoding it
     * was meant. A percent sign without two hex digits stands for itself.
     */
    static @Nullable String decode(String header) {
        if (header.chars().anyMatch(character -> character > '~')) {
            return null;
        }
        String value = unquoted(header);
        if (value.indexOf('%') < 0) {
            return value;
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (bytes[i] == '%' && high >= 0 && low >= 0) {
                out.write((high << 4) | low);
                i += 2;
            } else {
                out.write(bytes[i]);
            }
        }
        return Utf8.decode(out.toByteArray());
    }

    private static String unquoted(String header) {
        if (header.length() < 2 || !header.startsWith("\"") || !header.endsWith("\"")) {
            return header;
        }
        StringBuilder out = new StringBuilder(header.length());
        for (int i = 1; i < header.length() - 1; i++) {
            if (header.charAt(i) == '\\' && i + 1 < header.length() - 1) {
                i++;
            }
            out.append(header.charAt(i));
        }
        return out.toString();
    }
}
