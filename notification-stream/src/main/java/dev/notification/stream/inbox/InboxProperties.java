package dev.notification.stream.inbox;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Looking inboxes up.
 *
 * @param maxPage a page ends before its limit when it would have more bytes than that; the first item comes whatever its
 *     size
 */
@Validated
@ConfigurationProperties("notification.inbox")
record InboxProperties(@DefaultValue("4MB") DataSize maxPage) {}
