package dev.notification.benchmarks.site;

import dev.notification.testbed.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the kernel of this machine holds for sockets, and for everything else that it allocates in small pieces. */
public final class KernelMemory {
    private static final Pattern SLAB = Pattern.compile("Slab: +(\\d+) kB");
    private static final Pattern TCP_PAGES = Pattern.compile("TCP: .* mem (\\d+)");

    private KernelMemory() {}

    /** In KiB; of a connection within this machine both ends count. */
    public static long now() throws IOException, InterruptedException {
        long pageKib = Long.parseLong(Command.run("getconf", "PAGESIZE").get(0)) / 1_024;
        return number("/proc/meminfo", SLAB) + pageKib * number("/proc/net/sockstat", TCP_PAGES);
    }

    private static long number(String file, Pattern pattern) throws IOException {
        Matcher matcher = pattern.matcher(Files.readString(Path.of(file)));
        if (!matcher.find()) throw new IOException("No " + pattern + " in " + file);
        return Long.parseLong(matcher.group(1));
    }
}
