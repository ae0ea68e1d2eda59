package dev.notification.stream.conformance;

import dev.notification.stream.Cluster;
import dev.notification.stream.Cluster.Node;
import dev.notification.stream.RawStream;
import dev.notification.stream.Records;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.jdbc.core.JdbcTemplate;

/** The nodes that all conformance tests share, on one database; they end with the last test. */
final class Nodes implements AutoCloseable {
    /** Whose pages may call them. */
    static final String ORIGIN = "https://app.example";

    /** Streams that {@link #brisk()} takes. */
    static final int BRISK_STREAMS = 40;

    /** Longer than any test takes: nothing comes again unless a test sees to it. */
    private static final String ACK_WAIT = "--notification.stream.ack-wait=10m";

    private final Cluster cluster = new Cluster();
    private final Queue<RawStream> opened = new ConcurrentLinkedQueue<>();
    private final Node ordinary = cluster.start(
            ACK_WAIT, "--notification.http.allowed-origins=" + ORIGIN, "--notification.ingest.max-data-bytes=1048576");
    private final Node brisk = cluster.start(
            ACK_WAIT,
            "--notification.ingest.enabled=false",
            "--notification.stream.heartbeat=200ms",
            "--notification.stream.slow-timeout=2s",
            "--notification.stream.frame-limit=2MB",
            "--notification.stream.max-streams=" + BRISK_STREAMS);

    /** Its streams are as by default. It ingests. */
    Node ordinary() {
        return ordinary;
    }

    /** Everything happens soon there, and there is little room. */
    Node brisk() {
        return brisk;
    }

    /** Another node of theirs. */
    Node start(String... settings) {
        return cluster.start(settings);
    }

    /** Takes their database away, until the outage is closed. */
    DatabaseOutage databaseDown() {
        return new DatabaseOutage(ordinary.context().getEnvironment().getRequiredProperty("spring.datasource.url"));
    }

    /** A recipient nobody else has. */
    Recipient recipient() {
        return new Recipient("r-" + UUID.randomUUID(), this);
    }

    /** Sees to it that this stream does not outlive its test, whatever becomes of that. */
    RawStream untilTheEndOfTheTest(RawStream stream) {
        opened.add(stream);
        return stream;
    }

    private void closeStreams() {
        for (RawStream stream = opened.poll(); stream != null; stream = opened.poll()) stream.close();
    }

    Cluster cluster() {
        return cluster;
    }

    Records records() {
        return cluster.records();
    }

    JdbcTemplate sql() {
        return ordinary.context().getBean(JdbcTemplate.class);
    }

    @Override
    public void close() {
        cluster.close();
    }

    /** Hands the nodes to the constructors of tests. */
    static final class Shared implements ParameterResolver, AfterEachCallback {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
            return parameter.getParameter().getType() == Nodes.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
            return nodes(extension);
        }

        @Override
        public void afterEach(ExtensionContext extension) {
            nodes(extension).closeStreams();
        }

        private static Nodes nodes(ExtensionContext extension) {
            return extension
                    .getRoot()
                    .getStore(Namespace.create(Nodes.class))
                    .computeIfAbsent(Nodes.class, key -> new Nodes(), Nodes.class);
        }
    }
}
