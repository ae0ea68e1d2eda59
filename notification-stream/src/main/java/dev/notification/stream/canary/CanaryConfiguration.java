package dev.notification.stream.canary;

import dev.notification.api.NotificationPublisher;
import dev.notification.store.Node;
import dev.notification.stream.ack.AckBatch;
import dev.notification.stream.connection.LoopbackStream;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "notification.canary.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CanaryProperties.class)
class CanaryConfiguration {

    /** Health knows it by the name of the bean. */
    @Bean
    CanaryAge canaryHealthIndicator(CanaryProperties properties, Clock clock, MeterRegistry registry) {
        return new CanaryAge(properties, clock, registry);
    }

    @Bean
    CanaryLifecycle canaryLifecycle(
            Node node,
            NotificationPublisher publisher,
            LoopbackStream stream,
            AckBatch acks,
            CanaryAge age,
            CanaryProperties properties,
            Clock clock) {
        Canary canary = new Canary(node, new Canary.Way(publisher, stream, acks), age, clock);
        return new CanaryLifecycle(canary, stream, properties.interval());
    }
}
