package dev.notification.stream;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The service: streams and their API, ingest, or both, as {@code notification.stream.enabled} and
 * {@code notification.ingest.enabled} say. */
@SpringBootApplication(
        scanBasePackages = {"dev.notification.stream.management", "dev.notification.stream.tracing"},
        exclude = ReactiveUserDetailsServiceAutoConfiguration.class)
@Import(StreamRole.class)
public class NotificationStreamApplication {

    public static void main(String[] args) {
        SpringApplication.run(NotificationStreamApplication.class, args);
    }
}
