package dev.notification.stream.nodes;

import dev.notification.store.Arrivals;
import dev.notification.store.Node;
import dev.notification.store.Nodes;
import dev.notification.stream.database.DatabaseExecutor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(QuestionProperties.class)
class NodesConfiguration {

    @Bean
    Questions questions(Node node, Arrivals arrivals, DatabaseExecutor database, QuestionProperties properties) {
        return new Questions(node, arrivals, database, properties);
    }

    @Bean
    RecipientConnections recipientConnections(Nodes nodes, Node node, Questions questions, DatabaseExecutor database) {
        return new RecipientConnections(nodes, node, questions, database);
    }
}
