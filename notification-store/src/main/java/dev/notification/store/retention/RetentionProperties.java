package dev.notification.store.retention;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long what was stored is kept, {@code notification.retention}.
 *
 * @param retention notifications and deliveries are dropped by whole weeks, so up to seven days later than this
 */
@Validated
@ConfigurationProperties("notification")
record RetentionProperties(
        @DefaultValue("30d") @DurationMin(days = 1) Duration retention) {}
