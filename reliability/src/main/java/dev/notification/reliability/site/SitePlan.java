package dev.notification.reliability.site;

import dev.notification.testbed.Image;
import dev.notification.testbed.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a site shall have: two ingest processes and two stream nodes unless said otherwise, each started by {@link #start}.
 *
 * @param program that runs as the deployable
 * @param directory for data and logs, which must be empty or not there
 * @param seed of all that happens by chance
 * @param diskMebibytes of a file system of its own for PostgreSQL, that can be full; 0 for the disk of the directory
 * @param broken name of a defect to build in, null for none
 */
public record SitePlan(
        Program program,
        Path directory,
        long seed,
        int ingests,
        int streams,
        int partitions,
        int diskMebibytes,
        @Nullable String broken,
        List<String> arguments) {

    private static final Path JAR = Path.of("..", "notification-stream", "target", "notification-stream.jar");
    private static final Path BROKEN_JAR = Path.of("target", "reliability-broken.jar");

    /** As {@link #of}, of what was built last, as the image has it; for processes that run in this module's directory. */
    public static SitePlan here(String name, long seed) {
        Path target = Path.of("target").toAbsolutePath();
        try {
            // processes that die within minutes on a machine that they share would spend most of it compiling
            Program program = Program.of(JAR.toRealPath()).options("-XX:TieredStopAtLevel=1");
            Path directory = Files.createDirectories(target.resolve("sites"));
            return of(
                    Image.kept(program, target).program(program),
                    Files.createTempDirectory(directory, name + "-"),
                    seed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** Two of each, eight partitions, no defect. */
    public static SitePlan of(Program program, Path directory, long seed) {
        return new SitePlan(program, directory.toAbsolutePath(), seed, 2, 2, 8, 0, null, List.of());
    }

    /** So many ingest processes. */
    public SitePlan ingests(int count) {
        return new SitePlan(program, directory, seed, count, streams, partitions, diskMebibytes, broken, arguments);
    }

    /** So many stream nodes. */
    public SitePlan streams(int count) {
        return new SitePlan(program, directory, seed, ingests, count, partitions, diskMebibytes, broken, arguments);
    }

    /** So many partitions of all Kafka topics. */
    public SitePlan partitions(int count) {
        return new SitePlan(program, directory, seed, ingests, streams, count, diskMebibytes, broken, arguments);
    }

    /** PostgreSQL on a file system of its own, in memory and so small; needs root. */
    public SitePlan disk(int mebibytes) {
        return new SitePlan(program, directory, seed, ingests, streams, partitions, mebibytes, broken, arguments);
    }

    /**
     * Deployables that die where they are told to: start one with {@code --reliability.crash.write=COMMITTED:3} or
     * {@code --reliability.crash.ack=SETTLED:1}, see {@code CrashPoint} and {@code AckCrashPoint} of the store.
     */
    public SitePlan mortal() {
        Program mortal = program.beside(BROKEN_JAR.toAbsolutePath());
        return new SitePlan(mortal, directory, seed, ingests, streams, partitions, diskMebibytes, broken, arguments);
    }

    /** Deployables with this defect, one of {@code Defect} in the tests of this module, like {@code false-2xx}. */
    public SitePlan broken(String defect) {
        SitePlan mortal = mortal();
        return new SitePlan(
                mortal.program, directory, seed, ingests, streams, partitions, diskMebibytes, defect, arguments);
    }

    /** More arguments for every deployable, like {@code --notification.stream.ack-wait=2s}. */
    public SitePlan with(String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return new SitePlan(program, directory, seed, ingests, streams, partitions, diskMebibytes, broken, all);
    }

    /** Starts all of it; what did not start ends it again. */
    public Site start() {
        Site site = new Site(this);
        try {
            site.start();
            return site;
        } catch (RuntimeException e) {
            site.close();
            throw e;
        }
    }
}
