package dev.notification.api;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;

/** Strict JSON in strict UTF-8 over Jackson's streaming parser, which by itself guesses encodings. */
final class Json {

    /** Deepest nesting of data; what surrounds the data does not count, so that every mode takes the same data. */
    static final int MAX_DEPTH = 32;

    /** A batch and a CloudEvent around the data. */
    private static final int SURROUNDINGS = 2;

    // Lengths need no limit of Jackson's: data are skipped over, never converted, and the input is bounded as a whole.
    private static final Factories FACTORIES = new Factories(StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH + SURROUNDINGS)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build());

    private Json() {}

    /** The same text without a byte order mark; refused unless it is UTF-8. */
    static byte[] text(byte[] json) {
        // A zero among the first bytes makes Jackson read UTF-16 or UTF-32; no JSON in UTF-8 has one.
        for (int i = 0; i < Math.min(4, json.length); i++) {
            if (json[i] == 0) {
                throw notUtf8();
            }
        }
        if (!Utf8.isValid(json)) {
            throw notUtf8();
        }
        boolean marked = json.length >= 3 && json[0] == (byte) 0xEF && json[1] == (byte) 0xBB && json[2] == (byte) 0xBF;
        return marked ? Arrays.copyOfRange(json, 3, json.length) : json;
    }

    /** A parser of what {@link #text} returned, with its {@link LoneSurrogates} masked. It throws {@link JacksonException}; {@link #refused} translates. */
    static JsonParser parser(byte[] text) {
        return FACTORIES.of(text.length).createParser(ObjectReadContext.empty(), LoneSurrogates.masked(text));
    }

    /**
     * Moves from the first token of a value to its last, checking all of it.
     *
     * @param maxDepth deepest nesting allowed
     * @return the offset behind the value
     */
    static int skipValue(JsonParser parser, int maxDepth) {
        int depth = 0;
        for (JsonToken token = parser.currentToken(); token != null; token = parser.nextToken()) {
            if (token.isStructStart() && ++depth > maxDepth) {
                throw new RefusedException(
                        RejectionCode.INVALID_JSON, "data", "data is nested deeper than " + MAX_DEPTH + ", flatten it");
            }
            if (token.isStructEnd()) {
                depth--;
            }
            if (depth == 0) {
                parser.finishToken();
                return (int) parser.currentLocation().getByteOffset();
            }
        }
        throw invalid("it is empty");
    }

    /** Refuses anything but white space behind the value just read. */
    static void requireEnd(JsonParser parser) {
        if (parser.nextToken() != null) {
            throw invalid("something follows the value");
        }
    }

    /** Refuses bytes that are not one JSON value, white space around it allowed. */
    static void requireValue(byte[] text) {
        try (JsonParser parser = parser(text)) {
            parser.nextToken();
            skipValue(parser, MAX_DEPTH);
            requireEnd(parser);
        } catch (JacksonException e) {
            throw refused(e);
        }
    }

    /** The text of a JSON string, null if the (valid) value is none. */
    static @Nullable String string(byte[] text) {
        try (JsonParser parser = FACTORIES.of(text.length).createParser(ObjectReadContext.empty(), text)) {
            return parser.nextToken() == JsonToken.VALUE_STRING ? parser.getString() : null;
        }
    }

    static RefusedException refused(JacksonException e) {
        if (e instanceof StreamConstraintsException) {
            // the only other limit that is left
            String why = String.valueOf(e.getOriginalMessage()).contains("nesting depth")
                    ? "the JSON is nested deeper than " + MAX_DEPTH + ", flatten it"
                    : "too many names in the JSON have the same hash, choose others";
            return new RefusedException(RejectionCode.INVALID_JSON, null, why);
        }
        long offset = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
        return invalid(offset < 0 ? "its syntax is wrong" : "its syntax is wrong near byte " + offset);
    }

    private static RefusedException invalid(String why) {
        return new RefusedException(RejectionCode.INVALID_JSON, null, "this is not valid JSON: " + why);
    }

    private static RefusedException notUtf8() {
        return invalid("it is not in UTF-8");
    }
}
