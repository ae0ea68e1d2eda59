package dev.notification.store;

/** What every process counts for {@code /v1/admin/stats}, and the meters it is taken from: the sum of all of that name. */
public enum Figure {
    /** Open streams. */
    CONNECTIONS("connections", "notification.stream.connections"),
    /** Frames that were written to an open stream and are not settled. */
    IN_FLIGHT("inFlight", "notification.stream.in-flight"),
    /** Frames of notifications since the start of the process, repeats included. */
    SENT("sent", "notification.stream.sent"),
    /** Of these the ones that had been sent before, rounds of redelivery and repeats on connecting. */
    REDELIVERED("redelivered", "notification.stream.redelivered"),
    /** Deliveries newly acked since the start. */
    ACKED("acked", "notification.acks.acked"),
    /** Deliveries placed in inboxes since the start. */
    STORED("stored", "notification.ingest.stored"),
    /** Records that repeat a stored notification, since the start. */
    DUPLICATES("duplicates", "notification.ingest.duplicates"),
    /** Records refused for good since the start. */
    REJECTED("rejected", "notification.ingest.rejected"),
    /** Records in this process's partitions that are not stored yet. */
    INGEST_LAG("ingestLag", "notification.ingest.lag"),
    /** Calls that wait for a database thread. */
    DATABASE_WAITING("databaseWaiting", "notification.database.waiting"),
    /** Arrivals that Kafka did not take, since the start. */
    ARRIVALS_DROPPED("arrivalsDropped", "notification.arrivals.dropped");

    private final String label;
    private final String meter;

    Figure(String label, String meter) {
        this.label = label;
        this.meter = meter;
    }

    /** Its name in JSON. */
    public String label() {
        return label;
    }

    /** The name of its meters. */
    public String meter() {
        return meter;
    }
}
