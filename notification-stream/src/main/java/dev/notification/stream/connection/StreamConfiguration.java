package dev.notification.stream.connection;

import dev.notification.store.Arrivals;
import dev.notification.store.Inbox;
import dev.notification.store.Tickets;
import dev.notification.store.Traces;
import dev.notification.stream.ack.AckBatch;
import dev.notification.stream.database.DatabaseExecutor;
import dev.notification.stream.database.DatabaseTimer;
import dev.notification.stream.frame.FrameProperties;
import dev.notification.stream.nodes.Questions;
import dev.notification.stream.revocation.RevokedCredentials;
import dev.notification.stream.ticket.TicketProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ContextClosedEvent;

@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "notification.stream.enabled", matchIfMissing = true)
@EnableConfigurationProperties({
    StreamProperties.class,
    RedeliveryProperties.class,
    AdmissionProperties.class,
    FrameProperties.class,
    CompressionProperties.class
})
@Import({StreamController.class, UncheckedTickets.class})
class StreamConfiguration {

    @Bean
    Connections connections(
            AdmissionProperties properties, RevokedCredentials revoked, Questions questions, MeterRegistry registry) {
        DescriptorLimit.check(properties.maxStreams());
        Connections connections =
                new Connections(properties.maxStreams(), properties.maxStreamsPerRecipient(), revoked, questions);
        registry.gauge("notification.stream.connections", connections, Connections::countOfClients);
        return connections;
    }

    @Bean
    StreamMetrics streamMetrics(MeterRegistry registry) {
        return new StreamMetrics(registry);
    }

    /** Health knows it by the name of the bean. */
    @Bean
    HealthIndicator streamsHealthIndicator(Connections connections, AdmissionProperties properties) {
        return () -> (connections.isDraining() ? Health.outOfService() : Health.up())
                .withDetail("open", connections.count())
                .withDetail("most", properties.maxStreams())
                .withDetail("draining", connections.isDraining())
                .build();
    }

    /** Without the canary nobody opens it, and it costs nothing. */
    @Bean
    LoopbackStream loopbackStream(StreamNode node, Connections connections) {
        return new LoopbackStream(node.uncounted(), connections);
    }

    @Bean
    TicketComparison ticketComparison(
            Tickets tickets, Connections connections, DatabaseTimer timer, TicketProperties properties) {
        TicketComparison comparison = new TicketComparison(tickets, connections);
        timer.every(properties.compare(), "compare tickets", comparison::run);
        return comparison;
    }

    @Bean
    Admission admission(Connections connections, AdmissionProperties properties, MeterRegistry registry) {
        return new Admission(connections, properties, registry);
    }

    @Bean
    SentMarks sentMarks(Inbox inbox, DatabaseExecutor executor, AdmissionProperties properties) {
        return new SentMarks(inbox, executor, properties.maxStreams());
    }

    @Bean
    StreamNode streamNode(
            StreamNode.Settings settings,
            Clock clock,
            StreamNode.Store store,
            Admission admission,
            Ticker ticker,
            StreamMetrics metrics,
            Traces traces) {
        return new StreamNode(settings, clock, store, new StreamNode.Registries(admission, ticker), metrics, traces);
    }

    @Bean
    StreamNode.Settings streamSettings(
            StreamProperties stream, RedeliveryProperties redelivery, FrameProperties frames) {
        return new StreamNode.Settings(stream, redelivery, frames);
    }

    @Bean
    StreamNode.Store streamStore(
            Inbox inbox,
            DatabaseExecutor executor,
            Connections connections,
            SentMarks marks,
            AckBatch acks,
            AdmissionProperties admission,
            StreamNode.Settings settings,
            StreamMetrics metrics) {
        StoreReader reader = new StoreReader(
                inbox, executor, admission.maxStreams(), settings.redelivery().maxAttempts(), connections, metrics);
        return new StreamNode.Store(reader, marks, acks);
    }

    @Bean
    Ticker ticker(Clock clock) {
        return new Ticker(clock);
    }

    /** The drain begins when readiness ends, not when what stops before the streams has stopped. */
    @Bean
    ApplicationListener<ContextClosedEvent> drainAtClose(
            ApplicationContext context, Connections connections, StreamProperties properties, Clock clock) {
        return closed -> {
            if (closed.getApplicationContext() == context) connections.drain(Moment.now(clock), properties.drain());
        };
    }

    @Bean
    StreamLifecycle streamLifecycle(
            Arrivals arrivals,
            Inbox inbox,
            Connections connections,
            SentMarks marks,
            DatabaseExecutor executor,
            StreamProperties properties,
            Clock clock,
            @Value("${spring.lifecycle.timeout-per-shutdown-phase}") Duration longestStop) {
        StreamLifecycle.requireTimeFor(properties.drain(), longestStop);
        return new StreamLifecycle(arrivals, connections, marks, executor, inbox, properties, clock);
    }
}
