package dev.notification.store.ingest;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of ingest, {@code notification.ingest.*}.
 *
 * @param enabled whether this process ingests
 * @param group the Kafka consumer group
 * @param instanceId name of this process in the group, so that it gets its partitions back at once after a restart; empty
 *     for none; default the host name
 * @param concurrency consumer threads; each holds one database connection while it stores a batch
 * @param maxPollRecords most records of one transaction: larger ones cost less each and hold inbox locks longer; at most
 *     1,000, the size of a block of notification ids
 * @param maxDataBytes largest data of one notification
 * @param sessionTimeout a killed owner's partitions go to another after this time
 * @param acceptGap partition to offset: where an operator has ingest go on in a partition whose records are gone
 */
@Validated
@ConfigurationProperties("notification.ingest")
record IngestProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("notification-ingest") @NotBlank String group,
        @Nullable @Pattern(regexp = "[A-Za-z0-9._-]*") String instanceId,
        @DefaultValue("2") @Min(1) @Max(64) int concurrency,
        @DefaultValue("1000") @Min(1) @Max(1000) int maxPollRecords,
        @DefaultValue("65536") @Min(1024) @Max(1048576) int maxDataBytes,

        @DefaultValue("10s") @DurationMin(seconds = 1) @DurationMax(minutes = 5)
        Duration sessionTimeout,

        @DefaultValue Map<Integer, @PositiveOrZero Long> acceptGap) {}
