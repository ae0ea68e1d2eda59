package dev.notification.stream.management;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.HttpHandler;

/** Without the stream role nothing listens on {@code server.port}; the management port works as ever. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "notification.stream.enabled", havingValue = false)
class IngestOnly {
    private static final int NOT_LISTENING = -1;

    /** A server that does not start when its port is negative, which Boot's own for Netty cannot be told. */
    static final class OptionalServerFactory extends NettyReactiveWebServerFactory {

        @Override
        public WebServer getWebServer(HttpHandler handler) {
            return getPort() < 0 ? new NoServer() : super.getWebServer(handler);
        }
    }

    private static final class NoServer implements WebServer {

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public int getPort() {
            return NOT_LISTENING;
        }
    }

    @Bean
    OptionalServerFactory serverFactory(ReactorResourceFactory resources) {
        OptionalServerFactory factory = new OptionalServerFactory();
        factory.setResourceFactory(resources);
        return factory;
    }

    /** Comes after Boot's customizer, which sets {@code server.port}. The management server has customizers of its own. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<OptionalServerFactory> notListening() {
        return factory -> factory.setPort(NOT_LISTENING);
    }
}
