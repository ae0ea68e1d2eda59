package dev.notification.store;

/**
 * What names a notification for as long as it is kept.
 *
 * @param source the CloudEvent's source
 * @param id the CloudEvent's id
 */
public record NotificationKey(String source, String id) {}
