package dev.notification.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports of 127.0.0.1. */
final class Ports {
    private Ports() {}

    /** The wanted port if it is free; for 0 any free one. Nothing keeps it free until the server listens. */
    static int claim(String server, int wanted) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), wanted));
            return socket.getLocalPort();
        } catch (java.net.BindException e) {
            throw new PortTaken(server, wanted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
