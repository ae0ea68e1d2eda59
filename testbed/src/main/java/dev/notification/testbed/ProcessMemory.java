package dev.notification.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Memory of a Java process, in KiB, and what else it may leak. */
public record ProcessMemory(long pid) {
    private static final Pattern LIVE_BYTES = Pattern.compile("Total +\\d+ +(\\d+)");
    private static final Pattern NATIVE_OTHER = Pattern.compile("Other \\(reserved=\\d+KB, committed=(\\d+)KB");

    /** What the process holds in RAM. */
    public long resident() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            if (line.startsWith("Rss:")) return Long.parseLong(line.replaceAll("\\D", ""));
        }
        throw new IOException("smaps_rollup has no Rss");
    }

    /** Most that the process held in RAM since it began or {@link #forgetPeak}. */
    public long peak() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith("VmHWM:")) return Long.parseLong(line.replaceAll("\\D", ""));
        }
        throw new IOException("status has no VmHWM");
    }

    /** Lets the peak begin with what the process holds now. */
    public void forgetPeak() throws IOException {
        Files.writeString(Path.of("/proc", Long.toString(pid), "clear_refs"), "5");
    }

    /** Heap that is reachable: counted together with a full collection, so that nothing is allocated between the two. */
    public long liveHeap() throws IOException, InterruptedException {
        return find(LIVE_BYTES, jcmd("GC.class_histogram")) / 1_024;
    }

    /** Direct buffers, the JDK's and Netty's; the process needs {@code -XX:NativeMemoryTracking=summary}. */
    public long direct() throws IOException, InterruptedException {
        return find(NATIVE_OTHER, jcmd("VM.native_memory", "summary"));
    }

    /** Lets the heap keep as much spare room as it does by default (70 %), whatever the process was started with. */
    public void keepSpareHeap() throws IOException, InterruptedException {
        jcmd("VM.set_flag", "MaxHeapFreeRatio", "70");
        jcmd("VM.set_flag", "MinHeapFreeRatio", "40");
    }

    /** Threads, the JVM's own among them. */
    public int threads() throws IOException {
        return entries("task");
    }

    /** Open file descriptors. */
    public int descriptors() throws IOException {
        return entries("fd");
    }

    private int entries(String directory) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(pid), directory))) {
            return (int) all.count();
        }
    }

    private String jcmd(String... words) throws IOException, InterruptedException {
        String[] command = new String[words.length + 2];
        command[0] = "jcmd";
        command[1] = Long.toString(pid);
        System.arraycopy(words, 0, command, 2, words.length);
        List<String> lines = Command.run(command);
        return String.join("\n", lines);
    }

    private static long find(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) throw new IOException("No " + pattern + " in " + text);
        return Long.parseLong(matcher.group(1));
    }
}
