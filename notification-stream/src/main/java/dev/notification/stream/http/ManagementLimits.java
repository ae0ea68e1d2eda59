package dev.notification.stream.http;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The same limits for the management port, whose server is another one that knows no customizer of the service. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@EnableConfigurationProperties({HttpProperties.class, TcpProperties.class})
@Import(Http2Limits.class)
class ManagementLimits {

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> managementPortLimits(
            HttpProperties properties, TcpProperties tcp) {
        NettyLimits limits = new NettyLimits(properties, tcp);
        return factory -> factory.addServerCustomizers(limits);
    }
}
