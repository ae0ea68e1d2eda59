package dev.notification.testbed;

import dev.notification.servers.LocalKafka;
import dev.notification.servers.LocalPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Servers in processes of their own, so that they share no heap with what puts load on the deployable. */
public record EmbeddedServers(
        Process process, String jdbcUrl, String username, String password, String bootstrapServers) implements Servers {

    /**
     * Starts both with what they keep under this directory.
     *
     * @param postgres settings of the database besides its defaults
     */
    public static EmbeddedServers start(Path directory, Map<String, String> postgres) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedServers.class.getName(),
                directory.resolve("servers-" + ProcessHandle.current().pid()).toString()));
        postgres.forEach((name, value) -> command.add(name + "=" + value));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // ends with the process
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("ready")) {
                return new EmbeddedServers(process, words[1], words[2], words[3], words[4]);
            }
        }
        throw new IOException("The servers did not start");
    }

    /** The same Kafka, and another database that is running already. */
    public EmbeddedServers withDatabase(String url, String user, String secret) {
        return new EmbeddedServers(process, url, user, secret, bootstrapServers);
    }

    /** Takes the directory, then settings of PostgreSQL as {@code name=value}; runs both until standard input ends. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        Map<String, String> settings = Arrays.stream(arguments)
                .skip(1)
                .map(setting -> setting.split("=", 2))
                .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));
        try (LocalPostgres postgres = LocalPostgres.startIn(directory.resolve("postgres"), 0, settings);
                LocalKafka kafka = LocalKafka.startIn(directory.resolve("kafka"), 0)) {
            System.out.println(String.join(
                    " ",
                    "ready",
                    postgres.jdbcUrl(),
                    postgres.username(),
                    postgres.password(),
                    kafka.bootstrapServers()));
            System.in.transferTo(OutputStream.nullOutputStream());
        }
        System.exit(0);
    }

    @Override
    public long kafkaPid() {
        return process.pid();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(60, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
