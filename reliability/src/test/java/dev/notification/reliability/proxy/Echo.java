package dev.notification.reliability.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server that says what it hears, or whatever it hears its name. */
final class Echo implements Closeable {
    private final ServerSocket listening;
    private final byte[] name;

    /** @param name empty to say what it hears */
    Echo(String name) throws IOException {
        this.name = name.getBytes(US_ASCII);
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                thread(() -> echo(socket));
            }
        } catch (IOException e) {
            // closed
            return;
        }
    }

    private void echo(Socket socket) {
        byte[] buffer = new byte[8_192];
        try (socket) {
            InputStream input = socket.getInputStream();
            OutputStream output = socket.getOutputStream();
            for (int n = input.read(buffer); n >= 0; n = input.read(buffer)) {
                if (name.length == 0) output.write(buffer, 0, n);
                else output.write(name);
            }
        } catch (IOException e) {
            // the client, or what is between, has gone
            return;
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
