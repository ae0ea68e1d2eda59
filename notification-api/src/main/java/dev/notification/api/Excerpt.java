package dev.notification.api;

/** The harmless beginning of a foreign text: printable ASCII only. */
final class Excerpt {

    private static final int SHORT = 32;

    private Excerpt() {}

    /** In quotes, short enough to stand inside a sentence. */
    static String quoted(String text) {
        return '"' + of(text, SHORT) + '"';
    }

    /** At most {@code max} characters; {@code ...} ends what was cut. */
    static String of(String text, int max) {
        boolean cut = text.length() > max;
        int length = cut ? max - 3 : text.length();
        StringBuilder out = new StringBuilder(Math.min(text.length(), max));
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            out.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return cut ? out.append("...").toString() : out.toString();
    }
}
