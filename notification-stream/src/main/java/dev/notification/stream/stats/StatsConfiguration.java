package dev.notification.stream.stats;

import dev.notification.store.Nodes;
import dev.notification.stream.database.DatabaseExecutor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StatsProperties.class)
class StatsConfiguration {

    @Bean
    StatsBroadcast statsBroadcast(Nodes nodes, DatabaseExecutor database, StatsProperties properties) {
        return new StatsBroadcast(
                database.call(() -> StatsJson.of(nodes.list(), nodes.estimates())),
                properties.maxWatchers(),
                Schedulers.parallel());
    }

    /** With the drain of streams: the web server would wait for what nobody ends. */
    @Bean
    ApplicationListener<ContextClosedEvent> statsEndAtClose(ApplicationContext context, StatsBroadcast broadcast) {
        return closed -> {
            if (closed.getApplicationContext() == context) broadcast.end();
        };
    }
}
