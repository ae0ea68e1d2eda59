package dev.notification.stream.nodes;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What nodes ask each other, {@code notification.questions}.
 *
 * @param timeout a node that has not answered by then is shown as one that did not
 * @param maxWaiting questions of this node that may wait for answers at once; with more it is overloaded
 */
@Validated
@ConfigurationProperties("notification.questions")
record QuestionProperties(
        @DefaultValue("2s") @DurationMin(millis = 100) @DurationMax(seconds = 10)
        Duration timeout,

        @DefaultValue("100") @Min(1) @Max(10_000) int maxWaiting) {}
