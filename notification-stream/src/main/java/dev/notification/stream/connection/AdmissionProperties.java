package dev.notification.stream.connection;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which streams are let in, {@code notification.stream.*}.
 *
 * @param maxStreams open streams of this node
 * @param maxStreamsPerRecipient open streams of one recipient on this node
 * @param reconnectRate streams that a recipient may open per second on this node
 * @param reconnectBurst streams that a recipient may open at once after a pause
 * @param maxOpening streams that may wait for the store's first answer; with more the node is overloaded
 */
@Validated
@ConfigurationProperties("notification.stream")
record AdmissionProperties(
        @DefaultValue("15000") @Min(1) int maxStreams,
        @DefaultValue("10") @Min(1) int maxStreamsPerRecipient,
        @DefaultValue("1") @Min(1) int reconnectRate,
        @DefaultValue("10") @Min(1) int reconnectBurst,
        @DefaultValue("5000") @Min(1) int maxOpening) {}
