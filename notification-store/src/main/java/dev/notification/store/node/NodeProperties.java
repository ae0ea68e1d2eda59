package dev.notification.store.node;

import jakarta.validation.constraints.Size;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * This process among the others, {@code notification.node}.
 *
 * @param name under which admins see it; empty for host name and HTTP port
 */
@Validated
@ConfigurationProperties("notification.node")
record NodeProperties(@DefaultValue("") @Size(max = 200) String name) {}
