package dev.notification.stream.tracing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Tracing, {@code notification.tracing.*}.
 *
 * @param enabled whether what becomes of a notification is told to the trace that its {@code traceparent} names
 */
@ConfigurationProperties("notification.tracing")
record TracingProperties(@DefaultValue("false") boolean enabled) {}
