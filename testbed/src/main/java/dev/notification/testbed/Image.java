package dev.notification.testbed;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The deployable as the {@code Dockerfile} lays it out: taken apart, with what the JVM learned beside it.
 *
 * @param jar of the application alone; it names the others
 * @param cache of an older runtime than 25 it is not there, and not missed
 */
public record Image(Path jar, Path cache) {

    /** Made anew in this directory, as the {@code Dockerfile} does it. */
    public static Image of(Program program, Path directory) throws IOException, InterruptedException {
        Image image = extracted(program, directory);
        image.learnWithoutServers(program);
        return image;
    }

    /** What a process does while its JVM learns. */
    public interface Lesson {
        /** Returns when the program has been started, used and ended. */
        void teach(Program learner) throws Exception;
    }

    /**
     * Made anew in this directory, by a JVM that learned from work as well: which methods are worth compiling, and for what.
     *
     * @throws IllegalStateException when it learned nothing, as one that is older than Java 25
     */
    public static Image taught(Program program, Path directory, Lesson lesson) throws Exception {
        Image image = extracted(program, directory);
        lesson.teach(image.learner(program));
        if (!Files.exists(image.cache)) throw new IllegalStateException(program.java() + " learned nothing");
        return image;
    }

    /**
     * As it stands in the directory, made anew if it is of another jar. It learned more than the {@code Dockerfile}'s: a whole start with servers,
     * for processes that start again and again. Safe for several processes at once.
     */
    public static Image kept(Program program, Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path inside = directory.resolve("image");
        try (FileChannel channel = FileChannel.open(
                directory.resolve("image.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // given free with the channel
            Objects.requireNonNull(channel.lock());
            Path whole = inside.resolve("whole");
            if (Files.exists(whole) && Files.readString(whole).equals(fingerprint(program))) return in(program, inside);
            Image image = extracted(program, inside);
            image.learn(program);
            Files.writeString(whole, fingerprint(program));
            return image;
        }
    }

    private static Image extracted(Program program, Path directory) throws IOException, InterruptedException {
        if (Files.exists(directory)) delete(directory);
        Command.run(
                program.java(),
                "-Djarmode=tools",
                "-jar",
                program.jar().toString(),
                "extract",
                "--destination",
                directory.toString());
        return in(program, directory);
    }

    private static Image in(Program program, Path directory) {
        return new Image(directory.resolve(program.jar().getFileName()), directory.resolve("notification-stream.aot"));
    }

    /** Of the jar, whose time of change says nothing in a reproducible build, and of what runs it. */
    private static String fingerprint(Program program) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(Files.readAllBytes(program.jar()));
        return program.java() + program.jvmOptions() + crc.getValue();
    }

    /** The same program in this form. */
    public Program program(Program program) {
        return new Program(program.java(), program.jvmOptions(), jar, program.beside())
                .options("-XX:AOTCache=" + cache);
    }

    /** Ends where the database would be needed, as in the image. */
    private void learnWithoutServers(Program program) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(learner(program).command());
        command.addAll(List.of(
                "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
                "--spring.flyway.enabled=false",
                "--spring.security.oauth2.resourceserver.jwt.jwk-set-uri=http://127.0.0.1:1/"));
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(jar.resolveSibling("image.log").toFile())
                .start()
                .waitFor();
    }

    /** What it learned is written while it ends. */
    private void learn(Program program) throws IOException {
        Path directory = Files.createDirectories(jar.resolveSibling("lesson"));
        try (EmbeddedServers servers = EmbeddedServers.start(directory, Map.of())) {
            Deployable.start(new School(directory, learner(program), servers), new Tokens(directory, Clock.systemUTC()))
                    .close();
        } catch (GeneralSecurityException e) {
            throw new ProcessFailed("No tokens", e);
        }
        delete(directory);
    }

    private Program learner(Program program) {
        return new Program(program.java(), program.jvmOptions(), jar, List.of()).options("-XX:AOTCacheOutput=" + cache);
    }

    private record School(Path directory, Program program, EmbeddedServers servers) implements Deployment {
        @Override
        public String name() {
            return "learner";
        }

        @Override
        public List<String> arguments() {
            return List.of(
                    "--spring.datasource.url=" + servers.jdbcUrl(),
                    "--spring.datasource.username=" + servers.username(),
                    "--spring.datasource.password=" + servers.password(),
                    "--spring.kafka.bootstrap-servers=" + servers.bootstrapServers());
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
