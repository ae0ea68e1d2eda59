package dev.notification.store;

/**
 * Whose inbox canaries go to: one for each node, under a prefix that is nobody else's. Their deliveries count in no metric of
 * deliveries, acks, streams or latencies: those are of people.
 */
public final class CanaryRecipient {
    public static final String PREFIX = "canary:";

    private static final int MAX_LENGTH = 128;

    private CanaryRecipient() {}

    /** Whether this recipient is a node. */
    public static boolean isReserved(String recipient) {
        return recipient.startsWith(PREFIX);
    }

    /** The recipient that the node of this name is; what a recipient's name cannot have becomes a dash. */
    public static String of(String node) {
        String name = PREFIX + node.replaceAll("[^A-Za-z0-9._:-]", "-");
        return name.substring(0, Math.min(MAX_LENGTH, name.length()));
    }
}
