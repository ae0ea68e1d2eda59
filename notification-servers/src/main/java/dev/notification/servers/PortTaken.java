package dev.notification.servers;

/** A server cannot listen, because something else listens on its port of 127.0.0.1 already. */
public final class PortTaken extends RuntimeException {
    private final int port;

    PortTaken(String server, int port) {
        super("%s cannot listen on 127.0.0.1:%d, the port is taken".formatted(server, port));
        this.port = port;
    }

    /** The port that is taken. */
    public int port() {
        return port;
    }
}
