package dev.notification.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a trace stands, as W3C Trace Context writes it and the CloudEvents extension {@code traceparent} carries it.
 *
 * @param sampled whether its spans are recorded
 */
record TraceParent(String traceId, String spanId, boolean sampled) {
    /** A later version than 00 may have more behind the flags. */
    private static final Pattern FORM =
            Pattern.compile("(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:(?<!^00.{53})-.*)?");

    private static final int LENGTH = 55;
    private static final int MAX_LENGTH = 256;
    /** A member's name and the begin of its value, as this service writes both; in a string the quotes would be escaped. */
    private static final byte[] MEMBER = "\"traceparent\":\"".getBytes(US_ASCII);

    /** What the attributes of a notification say, null when that is nothing or not valid. */
    static @Nullable TraceParent in(byte[] attributes) {
        int from = indexOf(attributes, MEMBER);
        if (from < 0) return null;
        int end = from;
        while (end < attributes.length && attributes[end] != '"') end++;
        return of(new String(attributes, from, end - from, US_ASCII));
    }

    /** What a header or an attribute says, null when it is not valid: then there is no trace to be part of. */
    static @Nullable TraceParent of(@Nullable String text) {
        if (text == null || text.length() < LENGTH || text.length() > MAX_LENGTH) return null;
        Matcher form = FORM.matcher(text);
        if (!form.matches()) return null;
        String traceId = form.group(1);
        String spanId = form.group(2);
        if (isZero(traceId) || isZero(spanId)) return null;
        return new TraceParent(traceId, spanId, (Integer.parseInt(form.group(3), 16) & 1) == 1);
    }

    private static boolean isZero(String id) {
        return id.chars().allMatch(digit -> digit == '0');
    }

    /** The index behind the first occurrence, -1 when there is none. */
    private static int indexOf(byte[] text, byte[] wanted) {
        for (int i = 0; i <= text.length - wanted.length; i++) {
            int matched = 0;
            while (matched < wanted.length && text[i + matched] == wanted[matched]) matched++;
            if (matched == wanted.length) return i + matched;
        }
        return -1;
    }
}
