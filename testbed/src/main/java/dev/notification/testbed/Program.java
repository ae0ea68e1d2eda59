package dev.notification.testbed;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What runs as the deployable: a JVM, its options and a jar.
 *
 * @param beside jars put behind the deployable's own on its class path; only what was taken apart can have some, see
 *     {@link Image}
 */
public record Program(String java, List<String> jvmOptions, Path jar, List<Path> beside) {
    private static final String MAIN = "dev.notification.stream.NotificationStreamApplication";

    /** Of Java 25 where {@code JAVA_25_HOME} names one, else of the Java that runs this. */
    public static Program of(Path jar) {
        String home = System.getenv().getOrDefault("JAVA_25_HOME", System.getProperty("java.home"));
        Path java = Path.of(home, "bin", "java");
        if (!Files.isExecutable(java)) throw new ProcessFailed("No " + java + ", see JAVA_25_HOME");
        return new Program(java.toString(), defaultOptions(), jar, List.of());
    }

    /** Options of the image, and a heap that is the same wherever it runs. */
    public static List<String> defaultOptions() {
        return List.of(
                "-Xmx512m",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError");
    }

    /** The same with one more jar on the class path. */
    public Program beside(Path more) {
        List<Path> all = new ArrayList<>(beside);
        all.add(more);
        return new Program(java, jvmOptions, jar, all);
    }

    /** The same with more options of the JVM. */
    public Program options(String... more) {
        List<String> all = new ArrayList<>(jvmOptions);
        all.addAll(List.of(more));
        return new Program(java, all, jar, beside);
    }

    /** The command line up to the application's own arguments. */
    public List<String> command() {
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(jvmOptions);
        if (beside.isEmpty()) {
            command.addAll(List.of("-jar", jar.toString()));
        } else {
            StringBuilder classPath = new StringBuilder(jar.toString());
            beside.forEach(more -> classPath.append(File.pathSeparator).append(more));
            command.addAll(List.of("-cp", classPath.toString(), MAIN));
        }
        return command;
    }
}
