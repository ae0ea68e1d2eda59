package dev.notification.api;

import java.util.Arrays;

/**
 * Escapes of half a surrogate pair. JSON allows them and data may hold them, but Jackson refuses them in an object's
 * keys. So it parses a copy of the same length in which each is a zero character, which every rule for attributes
 * refuses as well; data are cut out of the original.
 */
final class LoneSurrogates {

    /** Backslash, u, four digits. */
    private static final int ESCAPE = 6;

    private LoneSurrogates() {}

    /** The input itself if it holds none. */
    static byte[] masked(byte[] json) {
        byte[] out = json;
        int i = 0;
        while (i < json.length - 1) {
            if (json[i] != '\\') {
                i++;
                continue;
            }
            int c = escaped(json, i);
            if (high(c) && low(escaped(json, i + ESCAPE))) {
                i += 2 * ESCAPE;
            } else if (high(c) || low(c)) {
                out = out == json ? json.clone() : out;
                Arrays.fill(out, i + 2, i + ESCAPE, (byte) '0');
                i += ESCAPE;
            } else {
                i += 2;
            }
        }
        return out;
    }

    /** What the escape at this offset stands for, -1 if there is none. */
    private static int escaped(byte[] json, int at) {
        if (at + ESCAPE > json.length || json[at] != '\\' || json[at + 1] != 'u') {
            return -1;
        }
        int c = 0;
        for (int i = at + 2; i < at + ESCAPE; i++) {
            int digit = Character.digit(json[i], 16);
            if (digit < 0) {
                return -1;
            }
            c = (c << 4) | digit;
        }
        return c;
    }

    private static boolean high(int c) {
        return c >= Character.MIN_HIGH_SURROGATE && c <= Character.MAX_HIGH_SURROGATE;
    }

    private static boolean low(int c) {
        return c >= Character.MIN_LOW_SURROGATE && c <= Character.MAX_LOW_SURROGATE;
    }
}
