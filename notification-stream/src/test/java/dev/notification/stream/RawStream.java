package dev.notification.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A stream over a socket of its own, with every byte kept; blocks are parsed as the SSE standard says. */
public final class RawStream implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    /** One block of the stream; {@code id} and {@code event} are null when the block has none. */
    public record Block(@Nullable String id, @Nullable String event, String data) {
        /** The data as JSON. */
        public JsonNode json() {
            return JSON.readTree(data);
        }
    }

    private final Socket socket;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final List<Block> blocks = new CopyOnWriteArrayList<>();
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private String statusLine = "";
    private volatile boolean endedCleanly;
    private volatile boolean over;

    private RawStream(Socket socket) {
        this.socket = socket;
    }

    static RawStream open(int port, String path, String token, String... headers) {
        try {
            RawStream stream = new RawStream(new Socket(InetAddress.getLoopbackAddress(), port));
            StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
            request.append("Authorization: Bearer ").append(token).append("\r\n");
            for (String header : headers) request.append(header).append("\r\n");
            stream.socket
                    .getOutputStream()
                    .write(request.append("\r\n").toString().getBytes(ISO_8859_1));
            DataInputStream in = new DataInputStream(stream.socket.getInputStream());
            stream.readHead(in);
            Thread reader = new Thread(() -> stream.readBody(in), "raw-stream");
            reader.setDaemon(true);
            reader.start();
            return stream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readHead(DataInputStream in) throws IOException {
        statusLine = line(in);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.merge(line.substring(0, colon), line.substring(colon + 1).trim(), (a, b) -> a + "|" + b);
        }
    }

    private void readBody(DataInputStream in) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        try {
            for (int size = chunk(in); size > 0; size = chunk(in)) {
                byte[] bytes = new byte[size];
                in.readFully(bytes);
                line(in);
                synchronized (body) {
                    body.write(bytes);
                }
                for (byte one : bytes) {
                    block.write(one);
                    String text = one == '\n' ? block.toString(UTF_8) : "";
                    if (text.endsWith("\n\n")) {
                        parse(text);
                        block.reset();
                    }
                }
            }
            endedCleanly = true;
        } catch (IOException closed) {
            endedCleanly = false;
        } finally {
            over = true;
        }
    }

    private void parse(String text) {
        String id = null;
        String event = null;
        List<String> data = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("id: ")) id = line.substring(4);
            else if (line.startsWith("event: ")) event = line.substring(7);
            else if (line.startsWith("data: ")) data.add(line.substring(6));
        }
        if (id != null || event != null || !data.isEmpty()) blocks.add(new Block(id, event, String.join("\n", data)));
    }

    private static int chunk(DataInputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) if (c != '\r') line.append((char) c);
        return line.toString();
    }

    /** Status line of the response. */
    public String status() {
        return statusLine;
    }

    /** A header of the response, null when it is not there. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** Everything that came so far, without the chunks' own lines. */
    public String text() {
        synchronized (body) {
            return body.toString(UTF_8);
        }
    }

    /** Blocks so far. */
    public List<Block> blocks() {
        return blocks;
    }

    /** Sequences of the notifications so far, in their order. */
    public List<Long> seqs() {
        return blocks.stream()
                .filter(block -> block.event() == null && !block.data().isEmpty())
                .map(block -> block.json().get("seq").asLong())
                .toList();
    }

    /** The last id, null before the first. */
    public @Nullable String cursor() {
        String id = null;
        for (Block block : blocks) if (block.id() != null) id = block.id();
        return id;
    }

    /** The first block of this event, once it is there. */
    public Block event(String event) {
        return block(block -> event.equals(block.event()));
    }

    /** The first block that matches, once it is there. */
    public Block block(Predicate<Block> wanted) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> blocks.stream().filter(wanted).findFirst(), found -> found.isPresent())
                .orElseThrow();
    }

    /** Waits for so many notifications. */
    public RawStream hasSequences(Long... seqs) {
        await().atMost(Duration.ofSeconds(20)).until(() -> seqs().size() >= seqs.length);
        org.assertj.core.api.Assertions.assertThat(seqs()).containsExactly(seqs);
        return this;
    }

    /** Waits for the server's end of the stream. */
    public boolean endedCleanly() {
        await().atMost(Duration.ofSeconds(20)).until(() -> over);
        return endedCleanly;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
