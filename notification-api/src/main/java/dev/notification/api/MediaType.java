package dev.notification.api;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a content type says about the bytes beside it. */
final class MediaType {

    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\\s;\"]*)\"?", Pattern.CASE_INSENSITIVE);

    private MediaType() {}

    /** {@code application/json}, {@code text/json}, anything {@code +json}, or nothing said: CloudEvents means JSON. */
    static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return true;
        }
        String type = essence(contentType);
        return type.equals("application/json") || type.equals("text/json") || type.endsWith("+json");
    }

    /** {@code text/*} in UTF-8 (or ASCII, which is UTF-8) as far as it says; {@code text/json} excepted. */
    static boolean isUtf8Text(String contentType) {
        if (!essence(contentType).startsWith("text/") || isJson(contentType)) {
            return false;
        }
        Matcher charset = CHARSET.matcher(contentType);
        return !charset.find()
                || charset.group(1).equalsIgnoreCase("utf-8")
                || charset.group(1).equalsIgnoreCase("us-ascii");
    }

    /** A CloudEvent in structured JSON. */
    static boolean isStructuredJson(String contentType) {
        return essence(contentType).equals(RecordHeaders.STRUCTURED_JSON);
    }

    private static String essence(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
