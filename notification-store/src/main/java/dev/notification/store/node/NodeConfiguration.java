package dev.notification.store.node;

import dev.notification.store.Node;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.UUID;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

@AutoConfiguration
@EnableConfigurationProperties(NodeProperties.class)
class NodeConfiguration {
    private static final String REGISTER = """
            with known as (select id from node where name = ?),
            added as (
              insert into node (name) select ? where not exists (select from known)
              on conflict (name) do update set name = excluded.name returning id)
            select id from known union all select id from added
            """;

    @Bean
    @DependsOnDatabaseInitialization
    Node node(JdbcTemplate jdbc, NodeProperties properties, Environment environment) {
        String name = properties.name().isBlank() ? hostAndPort(environment) : properties.name();
        int id = Objects.requireNonNull(jdbc.queryForObject(REGISTER, Integer.class, name, name), "one row");
        return new Node(id, name, UUID.randomUUID());
    }

    private static String hostAndPort(Environment environment) {
        return hostName() + ":" + environment.getProperty("server.port", "8080");
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
