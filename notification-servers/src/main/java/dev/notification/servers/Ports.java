package dev.notification.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** TCP ports of 127.0.0.1. What is free now is taken by the next who listens; only JVMs that use this class leave each other theirs. */
public final class Ports {
    /** Below those that the system gives to whoever asks for any, and to outgoing connections, of which there may be thousands. */
    private static final int FIRST = 12_000;

    private static final int COUNT = 20_000;
    private static final Set<Integer> chosen = ConcurrentHashMap.newKeySet();
    private static final Random random = new Random();
    /** A file for each port, locked by the JVM that chose it: seconds may pass before its server listens. */
    private static final Path LOCKS = Path.of(System.getProperty("java.io.tmpdir"), "notification-ports");

    private static final Set<FileLock> held = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /** Whether a server could listen there now. */
    public static boolean free(int port) {
        try {
            claim("A server", port);
            return true;
        } catch (PortTaken e) {
            return false;
        }
    }

    /**
     * A port that nobody listens on, that nobody is given by chance, and that neither this process chose before nor another one that
     * lives: it is still free when its server has been down for a while.
     */
    public static int choose() {
        for (int i = 0; i < COUNT; i++) {
            int port = FIRST + random.nextInt(COUNT);
            if (chosen.add(port) && reserve(port) && free(port)) return port;
        }
        throw new IllegalStateException("No port from " + FIRST + " to " + (FIRST + COUNT - 1) + " is free");
    }

    /** For as long as this JVM lives. */
    private static boolean reserve(int port) {
        try {
            Files.createDirectories(LOCKS);
            FileChannel channel = FileChannel.open(
                    LOCKS.resolve(Integer.toString(port)), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) channel.close();
            return lock != null && held.add(lock);
        } catch (AccessDeniedException e) {
            // somebody else's
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The wanted port if it is free; for 0 one that it chooses. */
    static int claim(String server, int wanted) {
        if (wanted == 0) return choose();
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), wanted));
            return wanted;
        } catch (BindException e) {
            throw new PortTaken(server, wanted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
