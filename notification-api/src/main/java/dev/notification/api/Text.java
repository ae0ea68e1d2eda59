package dev.notification.api;

import org.jspecify.annotations.Nullable;

/** What every text in an attribute has to keep to, and how long it is. */
final class Text {

    private Text() {}

    /** What is wrong with it, as the end of a sentence; null when nothing is. */
    static @Nullable String fault(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return "must not contain U+0000 or half a surrogate pair, remove it";
            }
            if (Character.isISOControl(c)) {
                return "must not contain control characters, remove U+%04X".formatted((int) c);
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return "must not contain half a surrogate pair, remove U+%04X".formatted((int) c);
                }
                i++;
            }
        }
        return null;
    }

    /** Length in characters (code points), as people and the database count. */
    static int characters(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Length in UTF-8. Both halves of a pair count two, so that a pair counts four. */
    static int utf8Length(String text) {
        int length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                length += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return length;
    }
}
