package dev.notification.stream.management;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What {@code /readyz} answers, for those who only read metrics. */
@Configuration(proxyBeanMethods = false)
class ReadyGauge {

    @Bean
    MeterBinder readyMetric(HealthEndpoint health) {
        return registry -> Gauge.builder("notification.ready", health, ReadyGauge::ready)
                .description("1 when this process takes traffic, else 0")
                .register(registry);
    }

    private static double ready(HealthEndpoint health) {
        HealthDescriptor readiness = health.healthForPath("readiness");
        return readiness != null && readiness.getStatus().equals(Status.UP) ? 1 : 0;
    }
}
