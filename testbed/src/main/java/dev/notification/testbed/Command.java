package dev.notification.testbed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a program to its end. */
public final class Command {
    private Command() {}

    /** Both outputs, by line. */
    public static List<String> run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        int status = process.waitFor();
        if (status != 0) throw new IOException(String.join(" ", command) + " ended with " + status + ": " + lines);
        return lines;
    }
}
