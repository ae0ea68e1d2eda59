package dev.notification.stream.body;

import dev.notification.stream.problem.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** Small JSON documents from outside: bounded in every direction, and refused when anything in them is not expected. */
public final class StrictJson {
    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(32)
            .maxDocumentLength(RequestBody.DOCUMENT_LIMIT)
            .maxStringLength(RequestBody.DOCUMENT_LIMIT)
            .maxNameLength(128)
            .maxNumberLength(32)
            .maxTokenCount(10_000)
            .build();

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(CONSTRAINTS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private StrictJson() {}

    /**
     * Reads a document.
     *
     * @param expected what the document should have been, for the {@code malformed} problem when it is not
     */
    public static <T> T read(byte[] json, Class<T> type, String expected) {
        try {
            T document = MAPPER.readValue(json, type);
            if (document != null) return document;
        } catch (JacksonException malformed) {
            // its message quotes the input and names classes; what was expected helps more
            throw Problem.malformed("The body must be JSON like " + expected);
        }
        throw Problem.malformed("The body must be JSON like " + expected);
    }
}
