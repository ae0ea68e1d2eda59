package dev.notification.stream;

import dev.notification.api.Notification;
import dev.notification.api.NotificationPublisher;
import dev.notification.servers.TestServers;
import dev.notification.stream.testing.Http;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Nodes of the deployable on one database and one set of Kafka topics of their own. */
public final class Cluster implements AutoCloseable {
    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private final String jdbcUrl = TestServers.postgres().createDatabase();
    private final List<ConfigurableApplicationContext> nodes = new ArrayList<>();
    private final NotificationPublisher publisher = new NotificationPublisher(
            Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers()), topic("notifications"));

    /** Where its database is. */
    public String jdbcUrl() {
        return jdbcUrl;
    }

    /** Starts a node that ingests and streams; later settings replace earlier ones. */
    public Node start(String... settings) {
        return start(List.of(), settings);
    }

    /** Starts one with more configuration than the deployable has. */
    public Node start(List<Class<?>> more, String... settings) {
        String[] all = arguments(settings).toArray(String[]::new);
        ConfigurableApplicationContext context = new SpringApplicationBuilder(NotificationStreamApplication.class)
                .sources(more.toArray(Class<?>[]::new))
                .run(all);
        nodes.add(context);
        return new Node(context);
    }

    /** Starts the deployable, the jar itself, as a process of its own. */
    Deployed deploy(String... settings) {
        return Deployed.start(arguments(settings));
    }

    private List<String> arguments(String... settings) {
        Map<String, String> arguments = new LinkedHashMap<>();
        Stream.concat(defaults(), Stream.of(settings)).forEach(setting -> {
            int end = setting.indexOf('=');
            arguments.put(setting.substring(0, end), setting.substring(end));
        });
        return arguments.entrySet().stream()
                .map(argument -> argument.getKey() + argument.getValue())
                .toList();
    }

    private Stream<String> defaults() {
        return Stream.of(
                "--server.port=0",
                "--management.server.port=0",
                "--spring.datasource.url=" + jdbcUrl,
                "--spring.datasource.username=" + TestServers.postgres().username(),
                "--spring.datasource.password=" + TestServers.postgres().password(),
                "--spring.kafka.bootstrap-servers=" + TestServers.kafka().bootstrapServers(),
                "--spring.security.oauth2.resourceserver.jwt.public-key-location=file:" + Tokens.publicKey(),
                "--spring.security.oauth2.resourceserver.jwt.audiences=notification",
                "--notification.ingest.group=" + id,
                "--notification.ingest.instance-id=",
                "--notification.stream.drain=100ms",
                "--notification.canary.enabled=false",
                "--notification.kafka.partitions=4",
                "--notification.kafka.topics.notifications=" + topic("notifications"),
                "--notification.kafka.topics.dlt=" + topic("dlt"),
                "--notification.kafka.topics.arrivals=" + topic("arrivals"),
                "--notification.kafka.topics.receipts=" + topic("receipts"),
                "--notification.kafka.topics.escalations=" + topic("escalations"));
    }

    /** Publishes and waits for the broker. */
    public void publish(Notification notification) {
        publisher.publish(notification).join();
    }

    /** Writes records as any producer might. */
    public Records records() {
        return new Records(topic("notifications"), topic("dlt"));
    }

    /** Publishes without waiting. */
    public void publishLater(Notification notification) {
        var unused = publisher.publish(notification);
    }

    /** A notification to one recipient, its data a number. */
    public static Notification.Builder to(String recipient, int number) {
        return Notification.builder()
                .source("/test")
                .type("test.number")
                .recipient(recipient)
                .data(dev.notification.api.Data.json(Integer.toString(number)));
    }

    private String topic(String name) {
        return name + "-" + id;
    }

    @Override
    public void close() {
        publisher.close();
        nodes.forEach(ConfigurableApplicationContext::close);
    }

    /** A running node. */
    public record Node(ConfigurableApplicationContext context) {
        /** Where it listens. */
        public int port() {
            var server = ((WebServerApplicationContext) context).getWebServer();
            if (server == null) throw new IllegalStateException("This node serves nothing");
            return server.getPort();
        }

        /** Streams open on it now, as its metrics say. */
        public int connections() {
            return (int) context.getBean(MeterRegistry.class)
                    .get("notification.stream.connections")
                    .gauge()
                    .value();
        }

        /** A client of it. */
        public Http http() {
            return new Http(port());
        }

        /** The sum of this meter's values, 0 when there is none. */
        public double meter(String name, String... tags) {
            return context.getBean(MeterRegistry.class).find(name).tags(tags).meters().stream()
                    .flatMap(meter -> StreamSupport.stream(meter.measure().spliterator(), false))
                    .mapToDouble(Measurement::getValue)
                    .sum();
        }

        /** Opens a stream. */
        public RawStream stream(String recipient, String... headers) {
            return RawStream.open(port(), "/v1/stream", Tokens.of(recipient), headers);
        }

        /** Opens a stream with nothing but what stands in the query. */
        public RawStream streamWith(String query, String... headers) {
            return RawStream.open(port(), "/v1/stream?" + query, "", headers);
        }

        /** POSTs JSON as this recipient. */
        public Answer post(String recipient, String path, String json) {
            return Answer.to(port(), "POST", path, Tokens.of(recipient), json);
        }

        /** GETs as this recipient. */
        public Answer get(String recipient, String path) {
            return Answer.to(port(), "GET", path, Tokens.of(recipient), null);
        }
    }
}
