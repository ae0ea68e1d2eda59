package dev.notification.local;

import java.io.PrintStream;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/** Prints, once local mode is ready, where it is and what to try. */
class Welcome {
    private static final String TEXT = """

            notification is ready                                    data: %4$s

              page        %1$s/
              api         %1$s/swagger-ui.html
              kafka       %2$s   (Kafka topic `notifications`, key = recipient)
              postgresql  %3$s   (user postgres, any password)

            Listen as alice:
            curl -N -H "Authorization: Bearer %5$s" %1$s/v1/stream

            Publish over HTTP:
            curl -H "Authorization: Bearer %5$s" -H "Content-Type: application/cloudevents+json" -d '{"specversion":"1.0","id":"'$(date +%%s)'","source":"/curl","type":"greeting","recipient":"alice","data":{"text":"Hello over HTTP"}}' %1$s/v1/notifications

            Publish with any Kafka client:
            echo '{"specversion":"1.0","id":"'$(date +%%s)'","source":"/kcat","type":"greeting","recipient":"alice","data":{"text":"Hello over Kafka"}}' | kcat -P -b %2$s -t notifications -k alice

            Another recipient's token: curl -X POST '%1$s/local/tokens?sub=bob'. Stop with Ctrl-C; the data stays.
            """;

    private final LocalServers servers;
    private final LocalProperties properties;
    private final Tokens tokens;
    private final Environment environment;

    Welcome(LocalServers servers, LocalProperties properties, Tokens tokens, Environment environment) {
        this.servers = servers;
        this.properties = properties;
        this.tokens = tokens;
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    void greet() {
        @SuppressWarnings("SystemOut")
        PrintStream terminal = System.out;
        terminal.println(TEXT.formatted(
                "http://127.0.0.1:" + environment.getRequiredProperty("local.server.port"),
                servers.kafka().bootstrapServers(),
                servers.postgres().jdbcUrl(),
                properties.directory().toAbsolutePath().normalize(),
                tokens.issue("alice", Tokens.READ_AND_PUBLISH)));
    }
}
