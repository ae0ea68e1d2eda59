package dev.notification.stream.ticket;

import dev.notification.store.Tickets;
import dev.notification.stream.database.DatabaseExecutor;
import dev.notification.stream.database.DatabaseTimer;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TicketProperties.class)
class TicketConfiguration {
    private static final Duration SWEEP = Duration.ofMinutes(1);

    @Bean
    StreamTickets streamTickets(
            Tickets tickets, DatabaseExecutor database, DatabaseTimer timer, TicketProperties properties) {
        StreamTickets streamTickets = new StreamTickets(tickets, database, properties);
        timer.every(SWEEP, "sweep tickets", streamTickets::sweep);
        return streamTickets;
    }
}
