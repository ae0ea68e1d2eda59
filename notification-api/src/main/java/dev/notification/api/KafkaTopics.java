package dev.notification.api;

/** Default names of the Kafka topics; each can be changed under {@code notification.kafka.topics.*}. */
public final class KafkaTopics {

    /** Where producers publish. */
    public static final String NOTIFICATIONS = "notifications";

    /** The dead-letter topic: rejected records, untouched, with their reason in headers. */
    public static final String DLT = "notifications.dlt";

    /** Hints from the store to the stream nodes. */
    public static final String ARRIVALS = "notifications.arrivals";

    /** What became of a notification, for producers who asked. */
    public static final String RECEIPTS = "notifications.receipts";

    /** What was not acked in time. */
    public static final String ESCALATIONS = "notifications.escalations";

    private KafkaTopics() {}
}
