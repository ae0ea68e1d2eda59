package dev.notification.local;

import dev.notification.stream.NotificationStreamApplication;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;

/** Starts local mode. It ends with status 1 when it cannot start, and stops all it started when it is asked to end. */
public final class LocalNotification {
    private LocalNotification() {}

    public static void main(String[] arguments) {
        SpringApplication application =
                new SpringApplication(NotificationStreamApplication.class, LocalConfiguration.class);
        application.setAdditionalProfiles("local");
        LocalServers servers = new LocalServers();
        SpringApplication.getShutdownHandlers().add(servers::close);
        application.addInitializers(servers);
        try {
            application.run(arguments);
        } catch (RuntimeException reported) {
            LoggerFactory.getLogger(LocalNotification.class).debug("Local mode ends", reported);
            // Kafka's threads would keep the process
            System.exit(1);
        }
    }
}
