package dev.notification.store;

/**
 * What became of an {@link AckRequest}, and the inbox after it.
 *
 * @param accepted false when the request named another epoch; then nothing was changed
 * @param unfinished whether more may be left of what the request names than is changed at once: the same request goes on
 *     with it, and until then the counts of the inbox are 0
 * @param acked newly acked
 * @param read newly read
 * @param unread how many deliveries nobody saw yet; counted only for requests that mark as read, else 0
 */
public record AckResult(
        boolean accepted, boolean unfinished, long acked, long read, long unacked, long unread, long head) {

    /** Of a request that is through. */
    public AckResult(boolean accepted, long acked, long read, long unacked, long unread, long head) {
        this(accepted, false, acked, read, unacked, unread, head);
    }

    /** Of this and of the same request when it went on. */
    public AckResult and(AckResult later) {
        return new AckResult(
                later.accepted,
                later.unfinished,
                acked + later.acked,
                read + later.read,
                later.unacked,
                later.unread,
                later.head);
    }
}
