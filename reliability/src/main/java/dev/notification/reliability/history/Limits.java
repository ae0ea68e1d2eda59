package dev.notification.reliability.history;

import java.time.Duration;

/**
 * Times that the rules are measured with.
 *
 * @param ackWait the service's, within which one connection sees a delivery once
 * @param ackSeen how long after the answer an open connection may still carry what was acked, and be read
 * @param slack how much later than it was sent the client may have read a frame; an experiment that delays bytes raises it
 */
public record Limits(Duration ackWait, Duration ackSeen, Duration slack) {

    /** The contract's defaults, and of its second for acks two: on a machine that is too small for all that runs on it. */
    public static final Limits DEFAULTS =
            new Limits(Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofSeconds(5));
}
