package dev.notification.store.node;

import dev.notification.store.Node;
import dev.notification.store.NodeStatus;
import dev.notification.store.Nodes;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

@AutoConfiguration
@EnableConfigurationProperties(NodeProperties.class)
class NodeConfiguration {
    @Bean
    Node node(NodeProperties properties, Environment environment) {
        String name = properties.name().isBlank() ? hostAndPort(environment) : properties.name();
        return new Node(name, UUID.randomUUID());
    }

    @Bean
    @DependsOnDatabaseInitialization
    NodeNumber nodeNumber(JdbcTemplate jdbc, Node node) {
        return new NodeNumber(jdbc, node.name());
    }

    @Bean
    @DependsOnDatabaseInitialization
    Nodes nodes(JdbcTemplate jdbc, NodeProperties properties) {
        return new SqlNodes(jdbc, properties.aliveWithin());
    }

    @Bean
    Heartbeat heartbeat(
            JdbcTemplate jdbc,
            Node node,
            NodeNumber number,
            NodeProperties properties,
            MeterRegistry registry,
            Environment environment) {
        List<String> roles = Stream.of(NodeStatus.INGEST, NodeStatus.STREAM)
                .filter(role -> environment.getProperty("notification." + role + ".enabled", Boolean.class, true))
                .toList();
        return new Heartbeat(jdbc, node, number, () -> Figures.sample(roles, registry), properties.heartbeat());
    }

    /** Of the port that it listens on: a process that only ingests may share the host with one that serves. */
    private static String hostAndPort(Environment environment) {
        boolean serves = environment.getProperty("notification.stream.enabled", Boolean.class, true);
        String port = serves
                ? environment.getProperty("server.port", "8080")
                : environment.getProperty("management.server.port", "8081");
        return hostName() + ":" + port;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
