package dev.notification.api;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads one CloudEvent in structured JSON. Data are checked but never converted: they are cut out of the input. Throws
 * {@link RefusedException}. For one event.
 */
final class StructuredEvent {

    private static final int LONGEST_INTEGER = 20;

    private final byte[] text;
    private final Envelope envelope = new Envelope();
    private @Nullable Data data;

    /** The first fault of an attribute; what comes behind it may still show that this is no CloudEvent at all. */
    private @Nullable RefusedException fault;

    private boolean hasSpecVersion;

    private StructuredEvent(byte[] text) {
        this.text = text;
    }

    /** Reads what was declared to be a CloudEvent. */
    static Notification read(byte[] json, int maxDataBytes, Instant now) {
        StructuredEvent event = new StructuredEvent(Json.text(json));
        event.parse();
        return event.toNotification(maxDataBytes, now);
    }

    /** Reads what is a CloudEvent only if it is an object with {@code specversion}. */
    static Notification readUndeclared(byte[] json, int maxDataBytes, Instant now) {
        StructuredEvent event;
        try {
            event = new StructuredEvent(Json.text(json));
            event.parse();
        } catch (RefusedException e) {
            if (e.rejection().code() == RejectionCode.INVALID_JSON
                    && e.rejection().attribute() == null) {
                throw notACloudEvent("it has no content type and is not JSON");
            }
            throw e;
        }
        if (!event.hasSpecVersion) {
            throw notACloudEvent("it has no content type and no specversion");
        }
        return event.toNotification(maxDataBytes, now);
    }

    static RefusedException notACloudEvent(String why) {
        return new RefusedException(
                RejectionCode.NOT_A_CLOUDEVENT,
                null,
                "this is not a CloudEvent: " + why + "; send JSON as application/cloudevents+json or set ce_ headers");
    }

    private Notification toNotification(int maxDataBytes, Instant now) {
        if (fault != null) {
            throw fault;
        }
        if (data != null) {
            DataRules.requireSize(data, envelope.dataContentType(), maxDataBytes);
        }
        return envelope.toNotification(data, now);
    }

    private void parse() {
        try (JsonParser parser = Json.parser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                Json.skipValue(parser, Json.MAX_DEPTH);
                Json.requireEnd(parser);
                throw notACloudEvent("the JSON is no object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                if (name.equals("data")) {
                    data(parser);
                } else if (token != JsonToken.VALUE_NULL) {
                    member(name, token, parser);
                }
            }
            Json.requireEnd(parser);
        } catch (JacksonException e) {
            throw Json.refused(e);
        }
    }

    private void data(JsonParser parser) {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        int end = Json.skipValue(parser, Json.MAX_DEPTH);
        try {
            once("data");
            data = Data.json(Arrays.copyOfRange(text, start, end));
        } catch (RefusedException e) {
            remember(e);
        }
    }

    private void member(String name, JsonToken token, JsonParser parser) {
        hasSpecVersion |= name.equals("specversion");
        try {
            if (name.equals("data_base64")) {
                once(name);
                data = DataRules.ofBase64(token == JsonToken.VALUE_STRING ? parser.getString() : "not a string");
            } else {
                envelope.add(name, value(name, token, parser));
            }
        } catch (RefusedException e) {
            remember(e);
            parser.skipChildren();
        }
    }

    private static Object value(String name, JsonToken token, JsonParser parser) {
        return switch (token) {
            case VALUE_STRING -> parser.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> integer(name, parser.getString());
            case START_ARRAY ->
                throw RefusedException.invalid(
                        name,
                        name.equals("recipients")
                                ? "must be a string: names with commas between them"
                                : "must be one value, not an array");
            default -> throw RefusedException.invalid(name, "must be a string, a boolean or an integer");
        };
    }

    private static Object integer(String name, String digits) {
        if (digits.length() <= LONGEST_INTEGER) {
            try {
                long value = Long.parseLong(digits);
                return value == (int) value ? (Object) (int) value : (Object) value;
            } catch (NumberFormatException tooLong) {
                // refused below
            }
        }
        throw RefusedException.invalid(name, "must be an integer of at most 64 bits");
    }

    private void once(String name) {
        if (data != null) {
            throw RefusedException.invalid(name, "is given beside other data, send one of data and data_base64, once");
        }
    }

    private void remember(RefusedException e) {
        if (fault == null) {
            fault = e;
        }
    }
}
