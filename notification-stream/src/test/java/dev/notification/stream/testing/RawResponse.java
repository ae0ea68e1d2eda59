package dev.notification.stream.testing;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An HTTP/1.1 response as it comes from a socket. One thread at a time. */
public final class RawResponse {
    private final DataInputStream in;
    private final String status;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private long left;

    /** Reads the head. */
    public RawResponse(InputStream from) throws IOException {
        in = new DataInputStream(from);
        status = line();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.merge(line.substring(0, colon), line.substring(colon + 1).trim(), (a, b) -> a + "|" + b);
        }
        left = Long.parseLong(headers.getOrDefault("Content-Length", "0"));
    }

    /** The status line. */
    public String status() {
        return status;
    }

    /** A header, null when it is not there; several of one name with bars between them. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** The names of the headers. */
    public Iterable<String> names() {
        return headers.keySet();
    }

    /**
     * The next part of the body, empty once its end was read as well.
     *
     * @throws IOException when the connection ends before the body does
     */
    public byte[] next() throws IOException {
        return headers.containsKey("Transfer-Encoding") ? chunk() : rest();
    }

    private byte[] chunk() throws IOException {
        byte[] chunk = new byte[Integer.parseInt(line(), 16)];
        in.readFully(chunk);
        if (!line().isEmpty()) throw new IOException("A chunk has more bytes than it says");
        return chunk;
    }

    private byte[] rest() throws IOException {
        byte[] rest = in.readNBytes((int) left);
        if (rest.length < left) throw new EOFException();
        left = 0;
        return rest;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.readUnsignedByte(); c != '\r'; c = in.readUnsignedByte()) line.append((char) c);
        if (in.readUnsignedByte() != '\n') throw new IOException("A line of the response ends with CR alone");
        return line.toString();
    }
}
