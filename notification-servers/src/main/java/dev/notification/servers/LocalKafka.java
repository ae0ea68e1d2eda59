package dev.notification.servers;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * One real Kafka node, broker and controller, in this JVM, listening on 127.0.0.1 alone, on a directory that it keeps.
 *
 * <p>What it acknowledged survives the end of the process, not a power cut: one node does not sync each record. Kafka topics
 * are made by those who need them, never by use. The methods are for one thread at a time.
 */
public final class LocalKafka implements AutoCloseable {
    /** Records of 2 MiB and 64 KiB, and what a batch puts around them. */
    static final int MAX_MESSAGE_BYTES = (2 * 1024 + 128) * 1024;

    /**
     * A listener beside the first, for clients that come through a proxy.
     *
     * @param port where Kafka listens
     * @param advertisedPort where its clients are told to connect, on 127.0.0.1
     */
    public record Listener(int port, int advertisedPort) {}

    private final ServerDirectory directory;
    private final Path data;
    private final List<Listener> more;
    private final Map<String, String> ofCaller;
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private int port;
    private @Nullable KafkaRaftServer server;

    private LocalKafka(ServerDirectory directory, int port, List<Listener> more, Map<String, String> ofCaller) {
        this.more = List.copyOf(more);
        this.ofCaller = Map.copyOf(ofCaller);
        this.directory = directory;
        this.data = directory.resolve("data");
        this.port = port;
    }

    /**
     * Starts a node on what the directory holds, or an empty one.
     *
     * @param port 0 for any free one; it stays the same until closed
     * @throws PortTaken when another process listens there
     * @throws DirectoryTaken when a living process uses the directory
     */
    public static LocalKafka startIn(Path directory, int port) {
        return startIn(directory, port, List.of());
    }

    /** As {@link #startIn(Path, int)}, listening on more ports. */
    public static LocalKafka startIn(Path directory, int port, List<Listener> more) {
        return start(ServerDirectory.lock(directory), port, more, Map.of());
    }

    /** As {@link #startIn(Path, int)}, with more settings of the broker. */
    public static LocalKafka startIn(Path directory, int port, Map<String, String> settings) {
        return start(ServerDirectory.lock(directory), port, List.of(), settings);
    }

    /** As {@link #startIn}, empty whatever the directory held. */
    static LocalKafka startEmptyIn(Path directory, int port) {
        ServerDirectory locked = ServerDirectory.lock(directory);
        locked.wipe();
        return start(locked, port, List.of(), Map.of());
    }

    private static LocalKafka start(
            ServerDirectory directory, int port, List<Listener> more, Map<String, String> ofCaller) {
        LocalKafka kafka = new LocalKafka(directory, port, more, ofCaller);
        try {
            kafka.start();
            return kafka;
        } catch (RuntimeException e) {
            kafka.close();
            throw e;
        }
    }

    /** Starts it again after {@link #stop()}, on the same port and data. */
    public void start() {
        if (server != null) throw new IllegalStateException("Kafka is running");
        port = Ports.claim("Kafka", port);
        KafkaExit.watch(this);
        try {
            format();
            KafkaRaftServer starting =
                    new KafkaRaftServer(new KafkaConfig(settings(Ports.claim("Kafka", 0))), Time.SYSTEM);
            server = starting;
            starting.startup();
        } catch (Exception e) {
            throw new ServerFailed("Kafka did not start on " + data, e);
        }
    }

    private void format() throws Exception {
        if (directory.marked()) return;
        directory.wipe();
        Files.createDirectories(data);
        new Formatter()
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(data.toString())
                .setDirectories(List.of(data.toString()))
                .setPrintStream(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8))
                .run();
        directory.mark();
    }

    private Map<String, String> settings(int controllerPort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        StringBuilder listeners = new StringBuilder("PLAINTEXT://127.0.0.1:" + port);
        StringBuilder advertised = new StringBuilder(listeners);
        StringBuilder protocols = new StringBuilder("CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
        for (Listener listener : more) {
            String name = ",PROXIED" + listener.port();
            listeners.append(name).append("://127.0.0.1:").append(listener.port());
            advertised.append(name).append("://127.0.0.1:").append(listener.advertisedPort());
            protocols.append(name).append(":PLAINTEXT");
        }
        settings.put("listeners", listeners + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", advertised.toString());
        settings.put("listener.security.protocol.map", protocols.toString());
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("log.dirs", data.toString());
        settings.put("message.max.bytes", String.valueOf(MAX_MESSAGE_BYTES));
        settings.put("auto.create.topics.enable", "false");
        settings.put("group.initial.rebalance.delay.ms", "0");
        for (String internal : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            settings.put(internal + ".replication.factor", "1");
            settings.put(internal + ".num.partitions", "4");
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        // a killed node is taken back after this, not after nine seconds
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");
        settings.put("server.max.startup.time.ms", "120000");
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(8 * 1024 * 1024));
        settings.putAll(ofCaller);
        return settings;
    }

    /** Stops it in order; {@link #start()} brings it back. Harmless when stopped. */
    public void stop() {
        KafkaRaftServer running = server;
        server = null;
        KafkaExit.forget(this);
        if (running == null) return;
        running.shutdown();
        running.awaitShutdown();
    }

    /** Stops it and gives the directory free; the data stays. */
    @Override
    public void close() {
        try {
            stop();
        } finally {
            directory.close();
        }
    }

    void failed(String reason) {
        failure.complete(reason);
    }

    /** Completes with the reason when Kafka gives up while it runs, on a thread of Kafka; the node is then of no use. */
    public CompletionStage<String> failure() {
        return failure;
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** Host and port for clients. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }
}
