package dev.notification.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports of 127.0.0.1. What is free now is taken by the next who listens; nothing reserves it. */
public final class Ports {
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

    /** The wanted port if it is free; for 0 any free one. */
    static int claim(String server, int wanted) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), wanted));
            return socket.getLocalPort();
        } catch (BindException e) {
            throw new PortTaken(server, wanted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
