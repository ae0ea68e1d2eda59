package dev.notification.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The deployable as the {@code Dockerfile} lays it out: taken apart, with what the JVM learned from one start beside it. */
final class Image {
    private static final String CACHE = "notification-stream.aot";

    private Image() {}

    /** The same bench with the jar of the image, which is made here. */
    static Bench of(Bench bench) throws IOException, InterruptedException {
        Path directory = bench.directory().resolve("image");
        if (Files.exists(directory)) delete(directory);
        String jar = bench.jar().toString();
        Command.run(bench.java(), "-Djarmode=tools", "-jar", jar, "extract", "--destination", directory.toString());
        Bench image = new Bench(
                directory.resolve(bench.jar().getFileName()), bench.directory(), bench.java(), bench.servers());
        learn(image);
        return image;
    }

    /** The option that makes use of what was learned. */
    static String cacheOf(Bench image) {
        return "-XX:AOTCache=" + image.jar().resolveSibling(CACHE);
    }

    /** Ends where the database would be needed, as in the image. */
    private static void learn(Bench image) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(image.java()));
        command.addAll(image.jvmOptions());
        command.addAll(List.of(
                "-XX:AOTCacheOutput=" + image.jar().resolveSibling(CACHE),
                "-jar",
                image.jar().toString(),
                "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
                "--spring.flyway.enabled=false",
                "--spring.security.oauth2.resourceserver.jwt.jwk-set-uri=http://127.0.0.1:1/"));
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(image.directory().resolve("image.log").toFile())
                .start()
                .waitFor();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
