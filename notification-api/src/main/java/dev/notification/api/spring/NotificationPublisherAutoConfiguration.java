package dev.notification.api.spring;

import dev.notification.api.KafkaTopics;
import dev.notification.api.NotificationPublisher;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.context.annotation.Bean;

/**
 * Makes a {@link NotificationPublisher} from {@code spring.kafka.*} and the application's Kafka connection, unless
 * there is one or {@code notification.publisher.enabled} is false. It publishes to the Kafka topic
 * {@code notification.kafka.topics.notifications}, by default {@value KafkaTopics#NOTIFICATIONS}.
 */
@AutoConfiguration(after = KafkaAutoConfiguration.class)
@ConditionalOnClass(KafkaAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "notification.publisher.enabled", matchIfMissing = true)
public final class NotificationPublisherAutoConfiguration {

    /** Connects when the context starts; closed with it. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean({KafkaProperties.class, KafkaConnectionDetails.class})
    NotificationPublisher notificationPublisher(
            KafkaProperties properties,
            KafkaConnectionDetails details,
            @Value("${notification.kafka.topics.notifications:" + KafkaTopics.NOTIFICATIONS + "}") String topic) {
        return new NotificationPublisher(settings(properties, details.getProducer()), topic);
    }

    /** Boot's producer properties, with the connection winning over them, as in Boot's own producer factory. */
    static Map<String, Object> settings(KafkaProperties properties, KafkaConnectionDetails.Configuration connection) {
        Map<String, Object> settings = properties.buildProducerProperties();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, connection.getBootstrapServers());
        String protocol = connection.getSecurityProtocol();
        if (protocol != null && !protocol.isEmpty()) {
            settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol);
        }
        SslBundle bundle = connection.getSslBundle();
        if (bundle != null) {
            settings.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, SslBundleSslEngineFactory.class);
            settings.put(SslBundle.class.getName(), bundle);
        }
        return settings;
    }
}
