package dev.notification.reliability.client;

import dev.notification.reliability.history.Observation.Read;
import dev.notification.reliability.history.Observation.Row;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A device that nobody knows yet, for everybody, on every node: it is sent all that is unsettled. */
final class FreshStreams implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Each has three descriptors in this process: its own and two of the link. */
    private static final int TOGETHER = 500;

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<String> malformed = new CopyOnWriteArrayList<>();
    private final Crowd crowd;

    FreshStreams(Crowd crowd) {
        this.crowd = crowd;
    }

    /** Returns when all backlogs have ended. */
    List<Read> reads() {
        List<String> recipients = crowd.recipients();
        List<Read> reads = new ArrayList<>();
        for (Door door : crowd.doors(0))
            for (int from = 0; from < recipients.size(); from += TOGETHER)
                reads.addAll(reads(door, recipients.subList(from, Math.min(from + TOGETHER, recipients.size()))));
        return reads;
    }

    private List<Read> reads(Door door, List<String> recipients) {
        List<Reader> readers = new ArrayList<>();
        List<CompletableFuture<Read>> reads = new ArrayList<>();
        try {
            for (String recipient : recipients) {
                crowd.token(recipient);
                Backlog backlog = new Backlog(door.name(), recipient);
                reads.add(backlog.read);
                readers.add(new Reader(loop.next(), crowd, List.of(door), recipient, Habit.FORGETS, backlog));
            }
            CompletableFuture.allOf(reads.toArray(CompletableFuture<?>[]::new))
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
            return reads.stream().map(CompletableFuture::join).toList();
        } finally {
            readers.forEach(Reader::close);
        }
    }

    List<String> malformed() {
        return List.copyOf(malformed);
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Backlog implements Watcher {
        private final CompletableFuture<Read> read = new CompletableFuture<>();
        private final Map<Long, Row> rows = new TreeMap<>();
        private final String node;
        private final String recipient;
        private long head;

        Backlog(String node, String recipient) {
            this.node = node;
            this.recipient = recipient;
        }

        @Override
        public void opened() {
            rows.clear();
        }

        @Override
        public void ready(long now) {
            head = now;
        }

        @Override
        public void framed(long seq, String key) {
            rows.put(seq, new Row(seq, key, "sent"));
        }

        @Override
        public void caughtUp() {
            read.complete(new Read(
                    crowd.log().now(), "stream on " + node, false, recipient, head, List.copyOf(rows.values())));
        }

        @Override
        public void malformed(String what) {
            malformed.add(what);
            read.completeExceptionally(new MalformedStream(what));
        }
    }
}
