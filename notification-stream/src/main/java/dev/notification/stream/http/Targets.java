package dev.notification.stream.http;

import java.util.BitSet;

/** Targets of requests. */
final class Targets {
    /** What RFC 3986 has in paths and queries, without brackets and #, which stand for nothing there; % is looked at closer. */
    private static final BitSet PLAIN = new BitSet();

    static {
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?@!$&'()*+,;="
                .chars()
                .forEach(PLAIN::set);
    }

    private Targets() {}

    /**
     * The same target with everything escaped that has to be. Browsers send {@code |} and its like as they are, and who reads a target strictly
     * would refuse it before anybody is asked who the caller is.
     *
     * @param target printable ASCII
     */
    static String escaped(String target) {
        StringBuilder escaped = null;
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            boolean plain = PLAIN.get(c) || (c == '%' && isHex(target, i + 1) && isHex(target, i + 2));
            if (plain) {
                if (escaped != null) escaped.append(c);
                continue;
            }
            if (escaped == null) escaped = new StringBuilder(target.length() + 16).append(target, 0, i);
            escaped.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
            escaped.append(Character.toUpperCase(Character.forDigit(c & 0xf, 16)));
        }
        return escaped == null ? target : escaped.toString();
    }

    private static boolean isHex(String text, int at) {
        return at < text.length() && Character.digit(text.charAt(at), 16) >= 0;
    }
}
