package dev.notification.benchmarks.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFutureListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Many open streams, one for each token, that hand their notification frames on; opens a bounded number at once. */
public final class Streams implements StreamHandler.Listener, AutoCloseable {
    private static final int OPENING_AT_ONCE = 64;
    /** Loopback addresses to come from, so that no address runs out of ports. */
    private static final int SOURCES = 8;

    private static final long PATIENCE_SECONDS = 120;

    private final int port;
    private final List<String> tokens;
    private final NotificationListener notifications;
    private final EventLoops loops = new EventLoops();
    private final Semaphore opening = new Semaphore(OPENING_AT_ONCE);
    private final AtomicInteger opened = new AtomicInteger();
    private final ConcurrentHashMap<Integer, String> ended = new ConcurrentHashMap<>();
    private volatile boolean closing;

    /** Called on the event loop for every notification. */
    public interface NotificationListener {
        void notified(int client, Frame frame);
    }

    public Streams(int port, List<String> tokens, NotificationListener notifications) {
        this.port = port;
        this.tokens = tokens;
        this.notifications = notifications;
    }

    /** Opens streams up to this many and returns when all have caught up. */
    public void open(int count) throws InterruptedException {
        for (int client = opened.get(); client < count; client++) {
            acquire(1);
            open(client, tokens.get(client));
        }
        acquire(OPENING_AT_ONCE);
        opening.release(OPENING_AT_ONCE);
        check();
    }

    private void acquire(int permits) throws InterruptedException {
        if (!opening.tryAcquire(permits, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Only " + opened + " streams opened");
        }
        check();
    }

    private void open(int client, String token) {
        Bootstrap bootstrap = loops.http(() -> new StreamHandler(client, token, this));
        InetSocketAddress from = new InetSocketAddress(source(client), 0);
        var unused = bootstrap.connect(at(port), from).addListener((ChannelFutureListener) future -> {
            if (!future.isSuccess()) ended(client, String.valueOf(future.cause()));
        });
    }

    /** A loopback address to come from. */
    static InetAddress source(int client) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (2 + client % SOURCES)});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of four bytes is one", e);
        }
    }

    static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /**
     * Returns if all that were opened are open.
     *
     * @throws IllegalStateException when a stream ended that should not have
     */
    public void check() {
        if (!ended.isEmpty()) {
            throw new IllegalStateException("%d of %d streams ended: %s"
                    .formatted(
                            ended.size(),
                            opened.get(),
                            ended.values().stream().distinct().limit(5).toList()));
        }
    }

    @Override
    public void frame(int client, Frame frame) {
        if (frame.isNotification()) {
            notifications.notified(client, frame);
        } else if (frame.event().equals("stream.caught-up")) {
            opened.incrementAndGet();
            opening.release();
        }
    }

    @Override
    public void ended(int client, String why) {
        if (!closing) ended.putIfAbsent(client, why);
    }

    EventLoops loops() {
        return loops;
    }

    @Override
    public void close() {
        closing = true;
        loops.close();
    }
}
