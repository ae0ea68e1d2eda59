package dev.notification.store;

/**
 * What became of an {@link AckRequest}, and the inbox after it.
 *
 * @param accepted false when the request named another epoch; then nothing was changed
 * @param acked newly acked
 * @param read newly read
 * @param unread how many deliveries nobody saw yet; counted only for requests that mark as read, else 0
 */
public record AckResult(boolean accepted, long acked, long read, long unacked, long unread, long head) {}
