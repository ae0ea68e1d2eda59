package dev.notification.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * Reads CloudEvents 1.0 into notifications, or says why they are none. Whatever it is given, it throws nothing and
 * keeps nothing. Data are checked (JSON in strict UTF-8, at most 32 deep) but never converted. A CloudEvent that names
 * an attribute or its data twice is refused as {@link RejectionCode#INVALID_ATTRIBUTE}; a byte order mark before JSON
 * is dropped. Every method takes the time at which an event counts as expired. Safe for all threads.
 */
public final class CloudEventReader {

    /** Most bytes of data unless said otherwise: 64 KiB. */
    public static final int DEFAULT_MAX_DATA_BYTES = 64 * 1024;

    /** Most bytes of data that can be allowed: 1 MiB. */
    public static final int MAX_DATA_BYTES = 1024 * 1024;

    /** Most events in a batch. */
    public static final int MAX_BATCH = 1_000;

    private final int maxDataBytes;

    /**
     * A reader that refuses more data.
     *
     * @param maxDataBytes 0 to {@value #MAX_DATA_BYTES}
     */
    public CloudEventReader(int maxDataBytes) {
        if (maxDataBytes < 0 || maxDataBytes > MAX_DATA_BYTES) {
            throw new IllegalArgumentException("maxDataBytes must be 0 to " + MAX_DATA_BYTES + ", not " + maxDataBytes);
        }
        this.maxDataBytes = maxDataBytes;
    }

    /**
     * Reads a Kafka record: structured JSON if its content type says so, binary mode if it has {@code ce_specversion},
     * structured JSON too if it has no content type and is an object with {@code specversion}.
     */
    public Decoded readRecord(Headers headers, byte @Nullable [] value, Instant now) {
        return decode(() -> {
            String contentType = contentType(headers);
            boolean binary = headers.lastHeader(RecordHeaders.CE_PREFIX + "specversion") != null;
            if (value == null && !binary) {
                throw new RefusedException(RejectionCode.TOMBSTONE, null, "the record has no value, send a CloudEvent");
            }
            if (contentType != null && MediaType.isStructuredJson(contentType)) {
                return StructuredEvent.read(value == null ? new byte[0] : value, maxDataBytes, now);
            }
            if (binary || value == null) {
                return BinaryEvent.read(headers, contentType, value, maxDataBytes, now);
            }
            return readUnmarked(headers, contentType, value, now);
        });
    }

    /** Reads one CloudEvent in structured JSON. */
    public Decoded readStructured(byte[] json, Instant now) {
        return decode(() -> StructuredEvent.read(json, maxDataBytes, now));
    }

    /**
     * Reads a JSON array of CloudEvents, in its order; behind one that is nested too deep nothing is read. A body that is no JSON
     * array (then {@link RejectionCode#INVALID_JSON} or {@link RejectionCode#NOT_A_CLOUDEVENT}), or that holds more than
     * {@value #MAX_BATCH} events (then {@link RejectionCode#TOO_LARGE}), gives one rejection as a whole.
     */
    public List<Decoded> readBatch(byte[] json, Instant now) {
        Split split;
        try {
            split = split(Json.text(json));
        } catch (RefusedException e) {
            return List.of(e.rejection());
        }
        List<Decoded> read = new ArrayList<>();
        for (byte[] event : split.events()) read.add(readStructured(event, now));
        if (split.tooDeep() != null) read.add(split.tooDeep());
        return read;
    }

    /**
     * Reads one CloudEvent in HTTP's binary mode.
     *
     * @param attributes the {@code ce-} headers without that prefix, as they came: quotes and percent-encoding are
     *     undone here, upper case in names does not matter
     * @param contentType the request's content type, null when it has none
     * @param body the request's body; an empty one means that there are no data
     */
    public Decoded readBinary(Map<String, String> attributes, @Nullable String contentType, byte[] body, Instant now) {
        return decode(() -> BinaryEvent.read(attributes, contentType, body, maxDataBytes, now));
    }

    /** A value in neither declared form. */
    private Notification readUnmarked(Headers headers, @Nullable String contentType, byte[] value, Instant now) {
        boolean hasAttributes = StreamSupport.stream(headers.spliterator(), false)
                .anyMatch(header -> header.key().startsWith(RecordHeaders.CE_PREFIX));
        try {
            if (contentType == null) {
                return StructuredEvent.readUndeclared(value, maxDataBytes, now);
            }
            throw StructuredEvent.notACloudEvent("its content type is " + Excerpt.quoted(contentType));
        } catch (RefusedException e) {
            if (hasAttributes && e.rejection().code() == RejectionCode.NOT_A_CLOUDEVENT) {
                throw new RefusedException(
                        RejectionCode.MISSING_ATTRIBUTE, "specversion", "specversion is missing, add ce_specversion");
            }
            throw e;
        }
    }

    /** @param tooDeep why the next event was not read, null when there is none */
    private record Split(List<byte[]> events, @Nullable Rejection tooDeep) {}

    private static Split split(byte[] text) {
        List<byte[]> events = new ArrayList<>();
        try (JsonParser parser = Json.parser(text)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                Json.skipValue(parser, Json.MAX_DEPTH + 1);
                Json.requireEnd(parser);
                throw new RefusedException(
                        RejectionCode.NOT_A_CLOUDEVENT, null, "a batch must be a JSON array of CloudEvents");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (events.size() == MAX_BATCH) {
                    throw new RefusedException(
                            RejectionCode.TOO_LARGE, null, "a batch holds at most " + MAX_BATCH + " events, split it");
                }
                int start = (int) parser.currentTokenLocation().getByteOffset();
                try {
                    events.add(Arrays.copyOfRange(text, start, Json.skipValue(parser, Json.MAX_DEPTH + 1)));
                } catch (StreamConstraintsException e) {
                    return new Split(events, Json.refused(e).rejection());
                } catch (RefusedException e) {
                    return new Split(events, e.rejection());
                }
            }
            Json.requireEnd(parser);
        } catch (JacksonException e) {
            throw Json.refused(e);
        }
        return new Split(events, null);
    }

    private static Decoded decode(Supplier<Notification> reading) {
        try {
            return reading.get();
        } catch (RefusedException e) {
            return e.rejection();
        }
    }

    private static @Nullable String contentType(Headers headers) {
        Header header = headers.lastHeader(RecordHeaders.CONTENT_TYPE);
        if (header == null || header.value() == null) {
            return null;
        }
        String text = Utf8.decode(header.value());
        if (text == null) {
            throw RefusedException.invalid("datacontenttype", "must be UTF-8, correct the content-type header");
        }
        return text.isBlank() ? null : text;
    }
}
