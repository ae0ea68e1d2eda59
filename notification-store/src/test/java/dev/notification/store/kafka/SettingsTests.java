package dev.notification.store.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class SettingsTests {
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(KafkaTopicsProperties.class)
    static class Bound {}

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Bound.class);

    @Test
    void haveTheDefaultsOfTheContract() {
        runner.run(context -> assertThat(context.getBean(KafkaTopicsProperties.class))
                .isEqualTo(new KafkaTopicsProperties(
                        true,
                        8,
                        (short) -1,
                        new KafkaTopicsProperties.Topics(
                                "notifications",
                                "notifications.dlt",
                                "notifications.arrivals",
                                "notifications.receipts",
                                "notifications.escalations"))));
    }

    @Test
    void areAllBound() {
        runner.withPropertyValues(
                        "notification.kafka.create-topics=false",
                        "notification.kafka.partitions=3",
                        "notification.kafka.replicas=2",
                        "notification.kafka.topics.notifications=n",
                        "notification.kafka.topics.dlt=d",
                        "notification.kafka.topics.arrivals=a",
                        "notification.kafka.topics.receipts=r",
                        "notification.kafka.topics.escalations=e")
                .run(context -> assertThat(context.getBean(KafkaTopicsProperties.class))
                        .isEqualTo(new KafkaTopicsProperties(
                                false, 3, (short) 2, new KafkaTopicsProperties.Topics("n", "d", "a", "r", "e"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "notification.kafka.partitions=0",
                "notification.kafka.partitions=many",
                "notification.kafka.replicas=0",
                "notification.kafka.topics.dlt=",
                "notification.kafka.create-topics=perhaps"
            })
    void failWithTheirName(String property) {
        runner.withPropertyValues(property).run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure()).rootCause().isNotNull();
            assertThat(dev.notification.store.Failures.text(context.getStartupFailure()))
                    .contains(property.substring(0, property.indexOf('=')).replaceFirst(".*\\.", ""))
                    .contains("notification.kafka");
        });
    }
}
