package dev.notification.stream.connection;

import dev.notification.store.Arrivals;
import dev.notification.store.Inbox;
import dev.notification.stream.database.DatabaseExecutor;
import dev.notification.stream.frame.FrameProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "notification.stream.enabled", matchIfMissing = true)
@EnableConfigurationProperties({StreamProperties.class, FrameProperties.class})
@Import(StreamController.class)
class StreamConfiguration {

    @Bean
    Connections connections(StreamProperties properties) {
        DescriptorLimit.check(properties.maxStreams());
        return new Connections(properties.maxStreams(), properties.maxStreamsPerRecipient());
    }

    @Bean
    SentMarks sentMarks(Inbox inbox, DatabaseExecutor executor, StreamProperties properties) {
        return new SentMarks(inbox, executor, properties.maxStreams());
    }

    @Bean
    StreamNode streamNode(
            StreamProperties properties,
            Clock clock,
            Inbox inbox,
            DatabaseExecutor executor,
            SentMarks marks,
            Connections connections,
            Ticker ticker,
            FrameProperties frames,
            MeterRegistry registry) {
        StoreReader reader = new StoreReader(inbox, executor, properties.maxStreams(), connections);
        return new StreamNode(
                properties, clock, reader, marks, new StreamNode.Registries(connections, ticker), frames, registry);
    }

    @Bean
    Ticker ticker(Clock clock) {
        return new Ticker(clock);
    }

    @Bean
    StreamLifecycle streamLifecycle(
            Arrivals arrivals,
            Inbox inbox,
            Connections connections,
            SentMarks marks,
            DatabaseExecutor executor,
            StreamProperties properties) {
        return new StreamLifecycle(
                arrivals, connections, marks, new Sweep(inbox, connections), executor, properties.sweep());
    }
}
