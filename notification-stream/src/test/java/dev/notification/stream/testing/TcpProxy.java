package dev.notification.stream.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and a server on this machine: passes bytes on, in slices if told so, and cuts connections off. */
public final class TcpProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final int slice;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();

    /** @param slice how many bytes of the server's are passed on in one packet at most */
    public TcpProxy(int target, int slice) {
        this.target = target;
        this.slice = slice;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        begin(this::accept);
    }

    /** Passes on what comes as it comes. */
    public static TcpProxy before(int target) {
        return new TcpProxy(target, 64 * 1024);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Connections so far. */
    public int accepted() {
        return accepted.get();
    }

    /** Ends every connection that is open with a RST, on both sides. New ones are taken as before. */
    public void cut() {
        open.forEach(TcpProxy::reset);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                accepted.incrementAndGet();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                client.setTcpNoDelay(true);
                begin(() -> pass(client, server, 64 * 1024));
                begin(() -> pass(server, client, slice));
            }
        } catch (IOException closed) {
            // the end of this proxy
        }
    }

    private void pass(Socket from, Socket to, int most) {
        byte[] buffer = new byte[64 * 1024];
        try {
            for (int n = from.getInputStream().read(buffer);
                    n >= 0;
                    n = from.getInputStream().read(buffer)) {
                for (int at = 0; at < n; at += most) {
                    to.getOutputStream().write(buffer, at, Math.min(most, n - at));
                }
            }
            to.shutdownOutput();
        } catch (IOException cut) {
            reset(from);
            reset(to);
        } finally {
            open.remove(from);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (SocketException gone) {
            // by the other direction
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void begin(Runnable loop) {
        Thread thread = new Thread(loop, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        cut();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
