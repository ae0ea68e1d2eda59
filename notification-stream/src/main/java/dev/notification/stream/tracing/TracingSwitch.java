package dev.notification.stream.tracing;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Keeps Spring Boot's tracing away unless {@code notification.tracing.enabled}: then there is no tracer, no exporter and no
 * thread of one. And while it is on, everything but the tracer and its exporter: spans of HTTP requests would be a cost for each,
 * and their paths name recipients; no metric needs an exemplar of a span that is never current.
 */
final class TracingSwitch implements AutoConfigurationImportFilter, EnvironmentAware {
    static final String ENABLED = "notification.tracing.enabled";

    private static final String TRACING = "org.springframework.boot.micrometer.tracing.";
    private static final String OPEN_TELEMETRY = "org.springframework.boot.opentelemetry.";
    private static final Set<String> WANTED = Set.of(
            OPEN_TELEMETRY + "autoconfigure.OpenTelemetrySdkAutoConfiguration",
            TRACING + "opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
            TRACING + "opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration");

    private boolean enabled;

    @Override
    public void setEnvironment(Environment environment) {
        enabled = environment.getProperty(ENABLED, Boolean.class, false);
    }

    @Override
    public boolean[] match(@Nullable String[] candidates, AutoConfigurationMetadata metadata) {
        boolean[] kept = new boolean[candidates.length];
        for (int i = 0; i < candidates.length; i++) {
            String candidate = candidates[i];
            kept[i] = candidate == null || !isOfTracing(candidate) || (enabled && WANTED.contains(candidate));
        }
        return kept;
    }

    /** What these import is asked about too, and is theirs to decide. */
    private static boolean isOfTracing(String candidate) {
        return candidate.endsWith("AutoConfiguration")
                && (candidate.startsWith(TRACING) || candidate.startsWith(OPEN_TELEMETRY));
    }
}
