package dev.notification.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The publisher where no broker answers. */
class NotificationPublisherTests {

    private static final Notification NOTIFICATION = Notification.builder()
            .id("o-17")
            .source("/orders")
            .type("order.shipped")
            .recipient("alice")
            .build();

    /** Port 9 discards; nothing listens there. */
    private static NotificationPublisher nowhere() {
        return new NotificationPublisher(Map.of("bootstrap.servers", "127.0.0.1:9", "max.block.ms", 200));
    }

    private static void assertFails(NotificationPublisher publisher) {
        Assertions.assertThatThrownBy(() -> publisher.publish(NOTIFICATION).get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(PublishFailedException.class)
                .hasMessageContaining("order.shipped /orders o-17")
                .hasMessageContaining("topic notifications");
    }

    @Test
    void failsTheFutureWhenNoBrokerAnswers() {
        try (NotificationPublisher publisher = nowhere()) {
            assertFails(publisher);
        }
    }

    @Test
    void failsTheFutureAfterClosing() {
        NotificationPublisher publisher = nowhere();
        publisher.close(Duration.ZERO);
        assertFails(publisher);
        publisher.close();
    }

    @Test
    void keepsItsPromisesWhateverIsConfigured() {
        Map<String, Object> settings = NotificationPublisher.settings(
                Map.of("acks", "0", "enable.idempotence", "false", "transactional.id", "t", "linger.ms", 1));
        assertThat(settings)
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("linger.ms", 1)
                .doesNotContainKey("transactional.id");
    }

    @Test
    void leavesTimeOutsToWhoConfiguresThem() {
        assertThat(NotificationPublisher.settings(Map.of()))
                .containsEntry("max.block.ms", 5_000)
                .containsEntry("request.timeout.ms", 5_000)
                .containsEntry("delivery.timeout.ms", 15_000);
        assertThat(NotificationPublisher.settings(Map.of("delivery.timeout.ms", 60_000, "max.block.ms", 1)))
                .containsEntry("max.block.ms", 1)
                .containsEntry("delivery.timeout.ms", 60_000)
                .doesNotContainKey(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
    }
}
