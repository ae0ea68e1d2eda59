package dev.notification.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.stream.testing.Gunzip;
import dev.notification.stream.testing.RawResponse;
import dev.notification.stream.testing.SseParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A stream over a socket of its own, with every byte kept. */
public final class RawStream implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    /** Small enough that a client which does not read is felt by the server soon. */
    private static final int RECEIVE_BUFFER = 16 * 1024;

    private static final int RELUCTANT_BUFFER = 4 * 1024;

    /**
     * One block of the stream, and when it was complete by {@link System#nanoTime()}; {@code id} and {@code event} are null
     * when the block has none.
     */
    public record Block(@Nullable String id, @Nullable String event, String data, long nanos) {
        /** The data as JSON. */
        public JsonNode json() {
            return JSON.readTree(data);
        }

        /** Whether this is a notification. */
        public boolean isNotification() {
            return event == null && !data.isEmpty();
        }
    }

    /** What came in one chunk, and when. */
    public record Part(byte[] bytes, long nanos) {}

    private final Socket socket = new Socket();
    private final long asked;
    private final RawResponse response;
    private final Semaphore mayRead = new Semaphore(1);
    private final List<Block> blocks = new CopyOnWriteArrayList<>();
    private final List<Part> parts = new CopyOnWriteArrayList<>();
    private volatile boolean endedCleanly;
    private volatile long over;

    private RawStream(int receiveBuffer, int port, String target, String... headers) throws IOException {
        socket.setReceiveBufferSize(receiveBuffer);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) request.append(header).append("\r\n");
        asked = System.nanoTime();
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(ISO_8859_1));
        response = new RawResponse(socket.getInputStream());
        Thread reader = new Thread(this::read, "raw-stream");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Opens a stream with this token, or without an {@code Authorization} when it is empty; characters of the target and of
     * headers go out as Latin-1.
     */
    public static RawStream open(int port, String target, String token, String... headers) {
        if (token.isEmpty()) return get(port, target, headers);
        String[] all = new String[headers.length + 1];
        all[0] = "Authorization: Bearer " + token;
        System.arraycopy(headers, 0, all, 1, headers.length);
        return get(port, target, all);
    }

    /** One whose system takes little that is not read. */
    public static RawStream reluctant(int port, String token) {
        try {
            return new RawStream(RELUCTANT_BUFFER, port, "/v1/stream", "Authorization: Bearer " + token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks for something without a token. */
    public static RawStream get(int port, String target, String... headers) {
        try {
            return new RawStream(RECEIVE_BUFFER, port, target, headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        SseParser parser = new SseParser(
                block -> blocks.add(new Block(block.id(), block.event(), block.data(), System.nanoTime())));
        Gunzip gunzip = "gzip".equals(header("Content-Encoding")) ? new Gunzip() : null;
        try {
            for (byte[] part = response.next(); part.length > 0; part = response.next()) {
                byte[] plain = gunzip == null ? part : gunzip.add(part);
                parts.add(new Part(plain, System.nanoTime()));
                parser.feed(plain);
                mayRead.acquireUninterruptibly();
                mayRead.release();
            }
            endedCleanly = true;
        } catch (IOException closed) {
            endedCleanly = false;
        } finally {
            over = System.nanoTime();
        }
    }

    private static ConditionFactory soon() {
        return await().atMost(DEADLINE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10));
    }

    /** Status line of the response. */
    public String status() {
        return response.status();
    }

    /** A header of the response, null when it is not there. */
    public @Nullable String header(String name) {
        return response.header(name);
    }

    /** The whole response head. */
    public RawResponse head() {
        return response;
    }

    /** Everything that came so far, chunk by chunk. */
    public List<Part> parts() {
        return parts;
    }

    /** Everything that came so far, without the chunks' own lines. */
    public byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(part -> all.writeBytes(part.bytes()));
        return all.toByteArray();
    }

    /** The same as text. */
    public String text() {
        return new String(bytes(), UTF_8);
    }

    /** Blocks so far, as an EventSource reads them. */
    public List<Block> blocks() {
        return blocks;
    }

    /** Notifications so far. */
    public List<Block> notifications() {
        return blocks.stream().filter(Block::isNotification).toList();
    }

    /** Sequences of the notifications so far, in their order. */
    public List<Long> seqs() {
        return notifications().stream()
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
        return soon().until(() -> blocks.stream().filter(wanted).findFirst(), found -> found.isPresent())
                .orElseThrow();
    }

    /** Waits for so many notifications. */
    public RawStream hasSequences(Long... seqs) {
        soon().until(() -> seqs().size() >= seqs.length);
        assertThat(seqs()).containsExactly(seqs);
        return this;
    }

    /** Waits for the server's end of the stream: true when it said that this is the end. */
    public boolean endedCleanly() {
        sinceAsked();
        return endedCleanly;
    }

    /** Waits for the end of the stream, and says how long after the request it came. */
    public Duration sinceAsked() {
        soon().until(() -> over != 0);
        return sinceAsked(over);
    }

    /** How long after the request something happened. */
    public Duration sinceAsked(long nanos) {
        return Duration.ofNanos(nanos - asked);
    }

    /** Takes no more, so that the server's window closes, until {@link #readOn()}. */
    public void stopReading() {
        mayRead.acquireUninterruptibly();
    }

    public void readOn() {
        mayRead.release();
    }

    /** Says that nothing follows from here, and goes on reading. */
    public void halfClose() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes with a RST. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
