package dev.notification.stream.security;

import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The cookie session of browsers.
 *
 * @param cookieName name of the cookie; with {@code __Host-} or {@code __Secure-} in front the cookie is {@code Secure},
 *     without, which is for development only, it also travels over plain HTTP
 */
@Validated
@ConfigurationProperties("notification.session")
record SessionProperties(
        @DefaultValue("__Host-notification") @Pattern(regexp = "[A-Za-z0-9_-]{1,64}")
        String cookieName) {

    boolean secure() {
        return cookieName.startsWith("__Host-") || cookieName.startsWith("__Secure-");
    }
}
