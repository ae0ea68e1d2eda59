package dev.notification.store.ledger;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What admins look up, {@code notification.ledger}.
 *
 * @param maxExamined most rows that one page of a search looks at
 */
@Validated
@ConfigurationProperties("notification.ledger")
record LedgerProperties(
        @DefaultValue("5000") @Min(1_000) @Max(1_000_000) int maxExamined) {}
