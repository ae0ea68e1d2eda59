package dev.notification.api;

/** Names and fixed values of the Kafka record headers. */
public final class RecordHeaders {

    /** Media type of the value: in binary mode that of the data. */
    public static final String CONTENT_TYPE = "content-type";

    /** The {@link #CONTENT_TYPE} of a CloudEvent in structured JSON. */
    public static final String STRUCTURED_JSON = "application/cloudevents+json";

    /** Before an attribute's name in binary mode. */
    public static final String CE_PREFIX = "ce_";

    /** On a dead letter: {@link RejectionCode#code()}. */
    public static final String REJECTION_CODE = "rejection-code";

    /** On a dead letter: {@link Rejection#detail()}. */
    public static final String REJECTION_DETAIL = "rejection-detail";

    /** On a dead letter: {@code true} when only the beginning of the value is kept. */
    public static final String REJECTION_TRUNCATED = "rejection-truncated";

    /** On a dead letter: the Kafka topic it was read from. */
    public static final String ORIGINAL_TOPIC = "original-topic";

    /** On a dead letter: the partition it was read from, in decimal digits. */
    public static final String ORIGINAL_PARTITION = "original-partition";

    /** On a dead letter: its offset there, in decimal digits. */
    public static final String ORIGINAL_OFFSET = "original-offset";

    private RecordHeaders() {}
}
