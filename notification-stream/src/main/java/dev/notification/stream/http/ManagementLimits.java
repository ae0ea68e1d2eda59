package dev.notification.stream.http;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The same limits for the management port, whose server is another one and is made by a context of its own. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@EnableConfigurationProperties({HttpProperties.class, TcpProperties.class})
@Import(Http2Limits.class)
class ManagementLimits {

    /** Beside an API that server takes those of the API by itself, as it does all customizers of the service. */
    @Bean
    @ConditionalOnMissingBean
    NettyLimits managementPortLimits(HttpProperties properties, TcpProperties tcp) {
        return new NettyLimits(properties, tcp);
    }
}
