package dev.notification.stream;

import static org.awaitility.Awaitility.await;

import dev.notification.stream.testing.Http;
import dev.notification.stream.testing.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The deployable as operators run it, in a process of its own, with all that it logs. */
final class Deployed implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path JAR = Path.of("target", "notification-stream.jar");
    /** The management port is the second one. */
    private static final Pattern PORT = Pattern.compile("Netty started on port (\\d+)");

    private final Program program;
    private final int port;

    private Deployed(Program program, int port) {
        this.program = program;
        this.port = port;
    }

    static Deployed start(List<String> arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(
                java,
                "-Xmx512m",
                // most tests are over before C2 pays
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString()));
        command.addAll(arguments);
        Program program = Program.start(command);
        await().atMost(PATIENCE).until(() -> hasStarted(program) || !program.isRunning());
        if (!hasStarted(program)) throw new IllegalStateException("The deployable said " + program.text());
        Matcher ports = PORT.matcher(program.text());
        if (!ports.find()) throw new IllegalStateException("No port in " + program.text());
        return new Deployed(program, Integer.parseInt(ports.group(1)));
    }

    private static boolean hasStarted(Program program) {
        return program.text().contains("Started NotificationStreamApplication");
    }

    int port() {
        return port;
    }

    Http http() {
        return new Http(port);
    }

    RawStream stream(String recipient, String... headers) {
        return RawStream.open(port, "/v1/stream", Tokens.of(recipient), headers);
    }

    /** Sends a request with JSON as this recipient, "" for none. */
    Answer send(String recipient, String method, String path, String json) {
        return Answer.to(port, method, path, Tokens.of(recipient), json.isEmpty() ? null : json);
    }

    /** All it has logged so far. */
    String log() {
        return program.text();
    }

    /** Waits until it has logged this. */
    void hasLogged(String pattern) {
        program.has(pattern);
    }

    @Override
    public void close() {
        program.close();
    }
}
