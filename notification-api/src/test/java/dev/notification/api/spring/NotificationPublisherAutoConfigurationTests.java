package dev.notification.api.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.KafkaTopics;
import dev.notification.api.NotificationPublisher;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

class NotificationPublisherAutoConfigurationTests {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SslAutoConfiguration.class,
                    KafkaAutoConfiguration.class,
                    NotificationPublisherAutoConfiguration.class))
            .withPropertyValues("spring.kafka.bootstrap-servers=127.0.0.1:9");

    private static Map<String, Object> settings(ApplicationContext context) {
        return NotificationPublisherAutoConfiguration.settings(
                context.getBean(KafkaProperties.class),
                context.getBean(KafkaConnectionDetails.class).getProducer());
    }

    @Test
    void offersAPublisher() {
        application.run(context -> {
            assertThat(context).hasSingleBean(NotificationPublisher.class);
            assertThat(context.getBean(NotificationPublisher.class).topic()).isEqualTo(KafkaTopics.NOTIFICATIONS);
        });
    }

    @Test
    void isFoundByBoot() {
        assertThat(org.springframework.boot.context.annotation.ImportCandidates.load(
                        org.springframework.boot.autoconfigure.AutoConfiguration.class, null))
                .contains(NotificationPublisherAutoConfiguration.class.getName());
    }

    @Test
    void publishesToTheConfiguredTopic() {
        application
                .withPropertyValues("notification.kafka.topics.notifications=orders")
                .run(context -> assertThat(
                                context.getBean(NotificationPublisher.class).topic())
                        .isEqualTo("orders"));
    }

    @Test
    void takesBootsPropertiesForProducers() {
        application
                .withPropertyValues(
                        "spring.kafka.producer.client-id=shop",
                        "spring.kafka.producer.acks=0",
                        "spring.kafka.producer.properties.linger.ms=7",
                        "spring.kafka.security.protocol=SSL")
                .run(context -> assertThat(settings(context))
                        .containsEntry("client.id", "shop")
                        .containsEntry("linger.ms", "7")
                        .containsEntry("security.protocol", "SSL")
                        .containsEntry("bootstrap.servers", List.of("127.0.0.1:9")));
    }

    @Test
    void prefersTheConnectionsDetails() {
        SslBundle bundle = SslBundle.systemDefault();
        KafkaConnectionDetails details = new KafkaConnectionDetails() {
            @Override
            public List<String> getBootstrapServers() {
                return List.of("127.0.0.1:19");
            }

            @Override
            public String getSecurityProtocol() {
                return "SSL";
            }

            @Override
            public SslBundle getSslBundle() {
                return bundle;
            }
        };
        application
                .withBean(KafkaConnectionDetails.class, () -> details)
                .run(context -> assertThat(context)
                        .hasSingleBean(NotificationPublisher.class)
                        .satisfies(c -> assertThat(settings(c))
                                .containsEntry("bootstrap.servers", List.of("127.0.0.1:19"))
                                .containsEntry("security.protocol", "SSL")
                                .containsEntry(SslBundle.class.getName(), bundle)));
    }

    @Test
    void leavesAPublisherOfTheApplicationAlone() {
        NotificationPublisher own = new NotificationPublisher(Map.of("bootstrap.servers", "127.0.0.1:9"), "own");
        application
                .withBean(NotificationPublisher.class, () -> own)
                .run(context ->
                        assertThat(context).getBean(NotificationPublisher.class).isSameAs(own));
    }

    @Test
    void canBeSwitchedOff() {
        application
                .withPropertyValues("notification.publisher.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(NotificationPublisher.class));
    }

    @Test
    void staysAwayWithoutBootsKafka() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(NotificationPublisherAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(KafkaAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(NotificationPublisher.class));
    }
}
