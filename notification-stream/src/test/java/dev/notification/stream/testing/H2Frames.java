package dev.notification.stream.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** HTTP/2 frame by frame, as no client would write them. */
public final class H2Frames implements AutoCloseable {
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int CONTINUATION = 9;
    private static final int GOAWAY = 7;

    /** What came of an attack: error code of the GOAWAY, -1 without one, and whether the connection was closed. */
    public record End(int goAway, boolean closed) {}

    private final Socket socket;
    private final OutputStream out;

    /** Connects and greets; {@code settings} are identifiers and values in turn. */
    public H2Frames(int port, int... settings) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        out = new BufferedOutputStream(socket.getOutputStream());
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
        byte[] payload = new byte[settings.length * 3];
        for (int i = 0; i < settings.length; i += 2) {
            payload[i * 3 + 1] = (byte) settings[i];
            for (int b = 0; b < 4; b++) payload[i * 3 + 2 + b] = (byte) (settings[i + 1] >>> (24 - 8 * b));
        }
        write(SETTINGS, 0, 0, payload);
    }

    /** The head of {@code GET /v1/stream} without a token. */
    public static byte[] get() {
        byte[] path = "/v1/stream".getBytes(US_ASCII);
        byte[] head = new byte[7 + path.length];
        head[0] = (byte) 0x82;
        head[1] = (byte) 0x86;
        head[2] = 0x01;
        head[3] = 1;
        head[4] = 'x';
        head[5] = 0x04;
        head[6] = (byte) path.length;
        System.arraycopy(path, 0, head, 7, path.length);
        return head;
    }

    /** Writes a frame; nothing happens when the server has closed the connection. */
    public H2Frames write(int type, int flags, int stream, byte[] payload) throws IOException {
        byte[] head = {
            (byte) (payload.length >>> 16),
            (byte) (payload.length >>> 8),
            (byte) payload.length,
            (byte) type,
            (byte) flags,
            (byte) (stream >>> 24),
            (byte) (stream >>> 16),
            (byte) (stream >>> 8),
            (byte) stream
        };
        try {
            out.write(head);
            out.write(payload);
        } catch (SocketException closed) {
            return this;
        }
        return this;
    }

    /** Reads until the server closes the connection; it has half a minute for each frame before. */
    public End end() throws IOException {
        return read(30_000);
    }

    /** Reads until nothing comes for two seconds; whether it was everything is not known. */
    public void untilSilent() throws IOException {
        read(2_000);
    }

    private End read(int silenceMillis) throws IOException {
        socket.setSoTimeout(silenceMillis);
        int goAway = -1;
        try {
            out.flush();
        } catch (SocketException closed) {
            goAway = -1;
        }
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int first = in.read(); first >= 0; first = in.read()) {
                int length = first << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                in.skipNBytes(5);
                byte[] payload = in.readNBytes(length);
                if (type == GOAWAY) goAway = payload[7] & 0xff;
            }
            return new End(goAway, true);
        } catch (SocketTimeoutException silence) {
            return new End(goAway, false);
        } catch (IOException reset) {
            return new End(goAway, true);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
