package dev.notification.reliability.broken;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.notification.reliability.site.Site;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Somebody who reads one stream over a plain socket, and acks. */
final class Browser implements AutoCloseable {
    private static final Pattern SEQ = Pattern.compile(".*\"seq\":(\\d+).*");
    private static final int PATIENCE_MILLIS = 20_000;

    private final List<String> lines = new ArrayList<>();
    private final Socket socket;
    private final BufferedReader reader;

    private Browser(Site site, String recipient, String request, String body) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), site.clientPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        String head = request + "\r\nHost: localhost\r\nAuthorization: Bearer "
                + site.tokens().of(recipient) + "\r\n";
        if (!body.isEmpty()) {
            head += "Connection: close\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n";
        }
        socket.getOutputStream().write((head + "\r\n" + body).getBytes(UTF_8));
        reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    /** Opens a stream. */
    static Browser open(Site site, String recipient, String cursor) throws IOException {
        String query = cursor.isEmpty() ? "" : "?lastEventId=" + cursor;
        return new Browser(site, recipient, "GET /v1/stream" + query + " HTTP/1.1", "");
    }

    /** The answer to an ack. */
    static String ack(Site site, String recipient, String body) throws IOException {
        try (Browser browser = new Browser(site, recipient, "POST /v1/acks HTTP/1.1", body)) {
            browser.readUntil("\u0000");
            return String.join("\n", browser.lines);
        }
    }

    /** Reads until a line has this in it, or nothing comes any more. */
    Browser readUntil(String text) throws IOException {
        try {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                if (line.contains(text)) break;
            }
        } catch (SocketTimeoutException nothingMore) {
            lines.add("");
        }
        return this;
    }

    List<String> lines() {
        return lines;
    }

    /** Of the notifications that came, in their order. */
    List<Long> seqs() {
        return numbers(SEQ);
    }

    /** The sequences of the ids that came, in their order. */
    List<Long> ids() {
        return numbers(Pattern.compile("id: [a-z0-9]+\\.(\\d+)"));
    }

    private List<Long> numbers(Pattern pattern) {
        return lines.stream()
                .map(pattern::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(matcher -> Long.parseLong(matcher.group(1)))
                .toList();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
