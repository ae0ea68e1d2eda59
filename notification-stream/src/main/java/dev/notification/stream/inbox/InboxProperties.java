package dev.notification.stream.inbox;

import dev.notification.stream.limit.DataSizeRange;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Looking inboxes up.
 *
 * @param maxPage a page ends before its limit when it would have more bytes than that; the first item comes whatever its
 *     size
 * @param rate requests per second that a recipient may make
 * @param burst requests that a recipient may make at once
 */
@Validated
@ConfigurationProperties("notification.inbox")
record InboxProperties(
        @DefaultValue("4MB") @DataSizeRange(min = "64KB", max = "64MB")
        DataSize maxPage,

        @DefaultValue("50") @Min(1) int rate,
        @DefaultValue("200") @Min(1) int burst) {}
