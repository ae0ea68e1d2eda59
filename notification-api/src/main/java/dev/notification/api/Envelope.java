package dev.notification.api;

import static dev.notification.api.RejectionCode.ALREADY_EXPIRED;
import static dev.notification.api.RejectionCode.AMBIGUOUS_AUDIENCE;
import static dev.notification.api.RejectionCode.INVALID_ATTRIBUTE;
import static dev.notification.api.RejectionCode.MISSING_ATTRIBUTE;
import static dev.notification.api.RejectionCode.NO_AUDIENCE;
import static dev.notification.api.RejectionCode.TOO_LARGE;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of one CloudEvent on their way to a notification: the rules every one of them must keep, whichever
 * way it came. All methods throw {@link RefusedException}. For one thread.
 */
final class Envelope {

    private static final int MAX_KEY_PART = 512;
    private static final int MAX_CARRIED = 1024;
    private static final int MAX_TOTAL = 16 * 1024;

    private final Map<String, Object> carried = new LinkedHashMap<>();
    private final Map<String, String> own = new LinkedHashMap<>();
    private int size;

    /** Takes the next attribute: a String, Boolean, Integer or Long. */
    void add(String name, Object value) {
        String fault = Names.attributeFault(name);
        if (fault != null) {
            throw RefusedException.invalid(name, fault);
        }
        String text = value instanceof String s ? s : null;
        if (text != null) {
            check(name, Text.fault(text));
        }
        if (isOwn(name)) {
            check(name, text == null ? "must be a string" : ownFault(name, text));
            once(name, own.put(name, String.valueOf(text)));
        } else {
            check(name, carriedFault(name, value));
            once(name, carried.put(name, value));
        }
        if (!name.equals("recipients")) {
            size += name.length() + Text.utf8Length(value.toString());
            if (size > MAX_TOTAL) {
                throw new RefusedException(TOO_LARGE, null, "all attributes together exceed 16 KiB, shorten them");
            }
        }
    }

    /** Refuses what is incomplete or, when {@code now} is given, already over. */
    Notification toNotification(@Nullable Data data, @Nullable Instant now) {
        for (String required : new String[] {"specversion", "id", "source", "type"}) {
            if (!own.containsKey(required)) {
                throw new RefusedException(MISSING_ATTRIBUTE, required, required + " is missing, add it");
            }
        }
        Audience audience = audience();
        Instant expiry = expiryTime();
        if (expiry != null && now != null && !expiry.isAfter(now)) {
            throw new RefusedException(ALREADY_EXPIRED, "expirytime", "expirytime is not in the future");
        }
        return new Notification(this, audience, priority(), expiry, data);
    }

    @Nullable
    String own(String name) {
        return own.get(name);
    }

    Map<String, Object> carried() {
        return carried;
    }

    /** The type of the data, null when it was not said. */
    @Nullable
    String dataContentType() {
        return (String) carried.get("datacontenttype");
    }

    private Audience audience() {
        String one = own.get("recipient");
        String several = own.get("recipients");
        if (one != null && several != null) {
            throw new RefusedException(
                    AMBIGUOUS_AUDIENCE, "recipients", "recipient and recipients are both given, keep one of them");
        }
        if (one == null && several == null) {
            throw new RefusedException(NO_AUDIENCE, null, "nobody is to receive this, add recipient or recipients");
        }
        try {
            return one != null
                    ? new Audience.Recipient(one)
                    : new Audience.Recipients(
                            Arrays.asList(String.valueOf(several).split(",", Audience.MAX_RECIPIENTS + 1)));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    INVALID_ATTRIBUTE, one != null ? "recipient" : "recipients", String.valueOf(e.getMessage()));
        }
    }

    private Priority priority() {
        String label = own.get("priority");
        Priority priority = label == null ? Priority.NORMAL : Priority.of(label);
        if (priority == null) {
            throw RefusedException.invalid("priority", "must be high, normal or low");
        }
        return priority;
    }

    private @Nullable Instant expiryTime() {
        String text = own.get("expirytime");
        return text == null ? null : Rfc3339.parse(text);
    }

    private static boolean isOwn(String name) {
        return switch (name) {
            case "specversion", "id", "source", "type", "recipient", "recipients", "priority", "expirytime" -> true;
            default -> false;
        };
    }

    private static @Nullable String ownFault(String name, String text) {
        return switch (name) {
            case "specversion" -> text.equals("1.0") ? null : "must be 1.0";
            case "id", "source" -> keyPartFault(text);
            case "type" -> Names.typeFault(text);
            case "expirytime" -> timestampFault(text);
            default -> null;
        };
    }

    private static @Nullable String keyPartFault(String text) {
        int length = Text.characters(text);
        return length >= 1 && length <= MAX_KEY_PART
                ? null
                : "must have 1 to " + MAX_KEY_PART + " characters, not " + length;
    }

    private static @Nullable String carriedFault(String name, Object value) {
        boolean string = value instanceof String;
        if (!string && !(value instanceof Boolean || value instanceof Integer || value instanceof Long)) {
            return "must be a string, a boolean or an integer";
        }
        if (Text.utf8Length(value.toString()) > MAX_CARRIED) {
            return "must not exceed 1 KiB in UTF-8";
        }
        return switch (name) {
            case "time" -> string ? timestampFault((String) value) : "must be a string";
            case "datacontenttype", "subject", "dataschema" -> string ? null : "must be a string";
            case "ackpolicy" -> string && AckPolicy.of((String) value) != null ? null : "must be required or none";
            default -> null;
        };
    }

    private static @Nullable String timestampFault(String text) {
        return Rfc3339.parse(text) == null
                ? "must be an RFC 3339 timestamp such as 2030-01-31T12:00:00Z, not " + Excerpt.quoted(text)
                : null;
    }

    private static void check(String name, @Nullable String fault) {
        if (fault != null) {
            throw RefusedException.invalid(name, fault);
        }
    }

    private static void once(String name, @Nullable Object before) {
        if (before != null) {
            throw RefusedException.invalid(name, "is given twice, keep one of them");
        }
    }
}
