package dev.notification.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Reads CloudEvents. */
public final class CloudEventReader {

    /** Most bytes of data unless said otherwise: 64 KiB. */
    public static final int DEFAULT_MAX_DATA_BYTES = 64 * 1024;

    /** Most bytes of data that can be allowed: 1 MiB. */
    public static final int MAX_DATA_BYTES = 1024 * 1024;

    private final int maxDataBytes;

    public CloudEventReader(int maxDataBytes) {
        if (maxDataBytes < 0 || maxDataBytes > MAX_DATA_BYTES) {
            throw new IllegalArgumentException("maxDataBytes must be 0 to " + MAX_DATA_BYTES + ", not " + maxDataBytes);
        }
        this.maxDataBytes = maxDataBytes;
    }

    public Decoded readRecord(Headers headers, byte @Nullable [] value, Instant now) {
        return notYet();
    }

    public Decoded readStructured(byte[] json, Instant now) {
        return notYet();
    }

    public List<Decoded> readBatch(byte[] json, Instant now) {
        return List.of(notYet());
    }

    public Decoded readBinary(Map<String, String> attributes, @Nullable String contentType, byte[] body, Instant now) {
        return notYet();
    }

    private Rejection notYet() {
        if (maxDataBytes >= 0) {
            throw new UnsupportedOperationException("reader");
        }
        return new Rejection(RejectionCode.UNSTORABLE, null, "");
    }
}
