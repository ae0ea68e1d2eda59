package dev.notification.stream.connection;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether streams are compressed, {@code notification.stream.compression}.
 *
 * @param compression gzip for clients that take it: less traffic for some processor time, and 4 KiB more for a stream
 */
@ConfigurationProperties("notification.stream")
record CompressionProperties(@DefaultValue("false") boolean compression) {}
