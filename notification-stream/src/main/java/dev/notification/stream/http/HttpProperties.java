package dev.notification.stream.http;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The HTTP side as a whole.
 *
 * @param allowedOrigins origins whose pages may call this service and use its cookie, each exactly as browsers send it:
 *     {@code https://app.example}, without a path or a slash at the end
 * @param maxConnections most open connections; those above are closed at once. Streams count
 * @param backlog connections that may wait to be accepted; the operating system caps it
 * @param requestTimeout a request that has not arrived completely by then is given up
 * @param readTimeout a request of which nothing came for this long is given up
 */
@Validated
@ConfigurationProperties("notification.http")
public record HttpProperties(
        @DefaultValue List<@Pattern(regexp = ORIGIN) String> allowedOrigins,
        @DefaultValue("20000") @Min(1) int maxConnections,
        @DefaultValue("4096") @Min(1) @Max(65_535) int backlog,

        @DefaultValue("10s") @DurationMin(millis = 100) @DurationMax(minutes = 10)
        Duration requestTimeout,

        @DefaultValue("10s") @DurationMin(millis = 100) @DurationMax(minutes = 10)
        Duration readTimeout) {

    private static final String ORIGIN = "https?://[a-z0-9.:\\[\\]-]+";
}
