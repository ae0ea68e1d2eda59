package dev.notification.stream.management;

import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.resources.LoopResources;

/**
 * The event loops of a process's ports, whatever its roles: as many as Reactor Netty's default, and one that does nothing but accept connections.
 *
 * <p>By default each loop would accept as well, sixteen connections a turn, and a turn is long when thousands of clients come back
 * at once: then the kernel's queue overflows, and whom it drops tries again after 1, 3, 7 s or is reset
 * (<a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>).
 */
@Configuration(proxyBeanMethods = false)
class EventLoops {

    @Bean
    ReactorResourceFactory eventLoopResources() {
        ReactorResourceFactory resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setLoopResourcesSupplier(
                () -> LoopResources.create("http", 1, LoopResources.DEFAULT_IO_WORKER_COUNT, true));
        // the streams are completed before the server stops; there is nothing to wait for
        resources.setShutdownQuietPeriod(Duration.ZERO);
        return resources;
    }
}
