package dev.notification.local.openapi;

import dev.notification.stream.security.OpenPaths;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code /v3/api-docs} and the page that shows it, for anybody on this machine. */
@Configuration(proxyBeanMethods = false)
public class OpenApiConfiguration {

    @Bean
    OpenApiCustomizer describedRoutes() {
        return new DescribedRoutes();
    }

    @Bean
    OpenPaths documentPaths() {
        return new OpenPaths(List.of("/v3/api-docs/**", "/swagger-ui.html", "/swagger-ui/**"));
    }
}
