package dev.notification.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** TCP ports of 127.0.0.1. What is free now is taken by the next who listens; nothing reserves it. */
public final class Ports {
    /** Below those that the system gives to whoever asks for any, and to outgoing connections, of which there may be thousands. */
    private static final int FIRST = 12_000;

    private static final int COUNT = 20_000;
    private static final Set<Integer> chosen = ConcurrentHashMap.newKeySet();
    private static final Random random = new Random();

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
     * A port that nobody listens on, that nobody is given by chance, and that this process did not choose before: it is still
     * free when its server has been down for a while.
     */
    public static int choose() {
        for (int i = 0; i < COUNT; i++) {
            int port = FIRST + random.nextInt(COUNT);
            if (chosen.add(port) && free(port)) return port;
        }
        throw new IllegalStateException("No port from " + FIRST + " to " + (FIRST + COUNT - 1) + " is free");
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
