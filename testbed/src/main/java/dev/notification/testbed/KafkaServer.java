package dev.notification.testbed;

import dev.notification.servers.LocalKafka;
import dev.notification.servers.Ports;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** One Kafka node, broker and controller, in a process of its own. It ends when the JVM that started it does. */
public final class KafkaServer implements Node {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path directory;
    private final int port = Ports.choose();
    private final List<LocalKafka.Listener> listeners;
    private final ChildProcess process;
    private final Path ready;

    /** @param listeners for clients that come through a proxy, beside the one for those that come directly */
    public KafkaServer(Path directory, List<LocalKafka.Listener> listeners, Guard guard) {
        this.directory = directory;
        this.listeners = List.copyOf(listeners);
        this.ready = directory.resolve("ready");
        this.process = new ChildProcess("kafka", directory.resolveSibling("kafka.log"), directory.toString(), guard);
    }

    @Override
    public void start() {
        try {
            Files.createDirectories(directory);
            Files.deleteIfExists(ready);
        } catch (IOException e) {
            throw new ProcessFailed("No directory for Kafka", e);
        }
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KafkaServer.class.getName(),
                directory.toString(),
                Integer.toString(port)));
        listeners.forEach(one -> command.add(one.port() + ":" + one.advertisedPort()));
        process.launch(command, Map.of());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(ready)) {
            if (!process.isAlive()) throw process.failed("ended before it was ready");
            if (System.nanoTime() > deadline) throw process.failed("is not ready after " + PATIENCE);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** The process: a directory, a port, and pairs of ports of the other listeners. Runs until its standard input ends. */
    public static void main(String[] arguments) throws IOException {
        // its own output is the log
        System.setOut(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        Path directory = Path.of(arguments[0]);
        List<LocalKafka.Listener> listeners = Stream.of(arguments)
                .skip(2)
                .map(pair -> pair.split(":", -1))
                .map(pair -> new LocalKafka.Listener(Integer.parseInt(pair[0]), Integer.parseInt(pair[1])))
                .toList();
        LocalKafka kafka = LocalKafka.startIn(directory.resolve("node"), Integer.parseInt(arguments[1]), listeners);
        kafka.failure().thenRun(() -> Runtime.getRuntime().halt(1));
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
        Files.createFile(directory.resolve("ready"));
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }

    /** For clients that nobody hurts. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public void stop() {
        process.stop();
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void pause() {
        process.signal("STOP");
    }

    @Override
    public void resume() {
        process.signal("CONT");
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.kill();
    }
}
