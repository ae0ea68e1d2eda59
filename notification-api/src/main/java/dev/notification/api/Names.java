package dev.notification.api;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which names a recipient, a type and an attribute may have. */
final class Names {

    private static final int MAX_RECIPIENT = 128;
    private static final int MAX_TYPE = 128;

    /** Written by the service itself beside the attributes of a frame or an inbox item. */
    private static final Set<String> TAKEN = Set.of("seq", "attempt", "dataurl", "state");

    /** In the contract, but not in this version; ignoring them would break what the producer asked for. */
    private static final Set<String> UNSUPPORTED =
            Set.of("topic", "broadcast", "deliverat", "collapsekey", "escalateafter", "receipts");

    private Names() {}

    /** Throws {@link IllegalArgumentException} that begins with {@code where} unless this can be a recipient. */
    static void requireRecipient(String where, String name) {
        String fault = recipientFault(name);
        if (fault != null) {
            throw new IllegalArgumentException(where + " " + fault + ": " + Excerpt.quoted(name));
        }
    }

    private static @Nullable String recipientFault(String name) {
        int length = Text.characters(name);
        if (length < 1 || length > MAX_RECIPIENT) {
            return "must have 1 to " + MAX_RECIPIENT + " characters, not " + length;
        }
        if (name.indexOf(',') >= 0) {
            return "must not contain a comma (recipients takes several)";
        }
        if (blank(name.charAt(0)) || blank(name.charAt(name.length() - 1))) {
            return "must not begin or end with a blank";
        }
        return Text.fault(name);
    }

    /** What is wrong with a type, as the end of a sentence; null when nothing is. */
    static @Nullable String typeFault(String type) {
        if (type.isEmpty() || type.length() > MAX_TYPE || !type.chars().allMatch(c -> c >= '!' && c <= '~')) {
            return "must be 1 to " + MAX_TYPE + " printable ASCII characters without blanks";
        }
        if (type.equals("error") || type.equals("open") || type.startsWith("stream.")) {
            return "must not be error, open or stream.*, which the stream uses itself";
        }
        return null;
    }

    /** What is wrong with an attribute's name, as the end of a sentence; null when nothing is. */
    static @Nullable String attributeFault(String name) {
        if (name.isEmpty() || !name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
            return "is no attribute name: use lower-case letters a-z and digits only";
        }
        if (name.equals("data")) {
            return "is no attribute: send the data as the data";
        }
        if (UNSUPPORTED.contains(name)) {
            return "is not supported by this version, leave it out";
        }
        return TAKEN.contains(name) ? "is written by the service itself, choose another name" : null;
    }

    private static boolean blank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
