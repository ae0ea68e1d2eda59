package dev.notification.stream.tracing;

import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TracingProperties.class)
class TracingConfiguration {

    /** Spans that go nowhere would look like a trace that ends at the producer. */
    @Bean
    SmartInitializingSingleton spansGoSomewhere(TracingProperties properties, ObjectProvider<SpanExporter> exporters) {
        return () -> {
            if (properties.enabled() && exporters.stream().findAny().isEmpty()) {
                throw new InvalidConfigurationPropertyValueException(
                        "management.opentelemetry.tracing.export.otlp.endpoint",
                        null,
                        "Tracing is on (" + TracingSwitch.ENABLED + ") and nothing says where the spans go");
            }
        };
    }
}
