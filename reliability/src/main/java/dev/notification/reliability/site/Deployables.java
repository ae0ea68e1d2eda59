package dev.notification.reliability.site;

import dev.notification.testbed.Deployable;
import dev.notification.testbed.Guard;
import dev.notification.testbed.PostgresServer;
import dev.notification.testbed.Program;
import dev.notification.testbed.Tokens;
import java.util.ArrayList;
import java.util.List;

/** Makes the deployables of a site, each with links of its own to the servers. */
final class Deployables {
    static final String GROUP = "notification-ingest";

    private final SitePlan plan;
    private final PostgresServer postgres;
    private final Links links;
    private final Tokens tokens;
    private final Guard guard;
    private final Program program;

    Deployables(SitePlan plan, PostgresServer postgres, Links links, Tokens tokens, Guard guard) {
        this.plan = plan;
        this.postgres = postgres;
        this.links = links;
        this.tokens = tokens;
        this.guard = guard;
        this.program = plan.program();
    }

    Deployable ingest(String name) {
        return make(
                name,
                "--notification.stream.enabled=false",
                "--notification.ingest.instance-id=" + name,
                "--notification.kafka.topics.arrivals=" + Topics.ANNOUNCED);
    }

    Deployable stream(String name) {
        return make(
                name, "--notification.ingest.enabled=false", "--notification.kafka.topics.arrivals=" + Topics.HEARD);
    }

    private Deployable make(String name, String... ofRole) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + links.toPostgres(name, postgres) + "/"
                        + Database.NAME,
                "--spring.datasource.username=postgres",
                "--spring.datasource.password=postgres",
                "--spring.kafka.bootstrap-servers=127.0.0.1:" + links.toKafka(name),
                "--spring.security.oauth2.resourceserver.jwt.public-key-location="
                        + tokens.publicKey().toUri(),
                "--notification.ingest.group=" + GROUP,
                // a topic with fewer would be given more at the start
                "--notification.kafka.partitions=" + plan.partitions(),
                // what it stores would be counted
                "--notification.canary.enabled=false"));
        arguments.addAll(List.of(ofRole));
        arguments.addAll(plan.arguments());
        if (plan.broken() != null) arguments.add("--reliability.broken=" + plan.broken());
        return Deployable.of(name, program, arguments, plan.directory(), guard);
    }
}
