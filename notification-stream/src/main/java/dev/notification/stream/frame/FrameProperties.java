package dev.notification.stream.frame;

import dev.notification.stream.limit.DataSizeRange;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of what a delivery looks like, {@code notification.stream.*}.
 *
 * @param frameLimit a delivery with more bytes of content goes out with {@code dataurl} in place of its data, so that one
 *     large one does not hold up what comes behind it
 */
@Validated
@ConfigurationProperties("notification.stream")
public record FrameProperties(
        @DefaultValue("256KB") @DataSizeRange(min = "1KB", max = "16MB")
        DataSize frameLimit) {

    /** Whether content of this size goes out without its data. */
    public boolean exceeds(int bytes) {
        return bytes > frameLimit.toBytes();
    }
}
