package dev.notification.benchmarks.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that come back as a browser does: after the time that {@code retry} said last, however their stream ended, without a
 * cursor. Their state belongs to the event loop.
 */
public final class ReturningClients implements StreamHandler.Listener, AutoCloseable {
    /** Between two clients when they open for the first time. */
    private static final long APART_MICROS = 2_000;

    private static final long BEFORE_RETRY_IS_KNOWN = 3_000;

    private final EventLoops loops = new EventLoops();
    private final int port;
    private final List<String> tokens;
    private final int expected;
    private final Channel[] channels;
    private final int[] received;
    private final long[] retryMillis;
    private final AtomicInteger caughtUp = new AtomicInteger();
    private final Map<String, Integer> reasons = new ConcurrentHashMap<>();
    private volatile boolean closing;

    /**
     * Clients that are not open yet.
     *
     * @param expected how many notifications each is to have when it has caught up
     */
    public ReturningClients(int port, List<String> tokens, int expected) {
        this.port = port;
        this.tokens = tokens;
        this.expected = expected;
        this.channels = new Channel[tokens.size()];
        this.received = new int[tokens.size()];
        this.retryMillis = new long[tokens.size()];
        Arrays.fill(retryMillis, BEFORE_RETRY_IS_KNOWN);
    }

    /** One after the other. */
    public void open() {
        for (int client = 0; client < tokens.size(); client++) connectLater(client, client * APART_MICROS);
    }

    /** All at once, as when a balancer in between dies; none has caught up when this returns. */
    public void cut() {
        loops.run(() -> {
            caughtUp.set(0);
            for (Channel channel : channels) {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
                var unused = channel.close();
            }
        });
    }

    private void connectLater(int client, long micros) {
        loops.later(() -> connect(client), micros, TimeUnit.MICROSECONDS);
    }

    private void connect(int client) {
        received[client] = 0;
        Bootstrap bootstrap = loops.http(() -> new StreamHandler(client, tokens.get(client), this));
        InetSocketAddress from = new InetSocketAddress(Streams.source(client), 0);
        var connecting = bootstrap.connect(Streams.at(port), from);
        channels[client] = connecting.channel();
        var unused = connecting.addListener((ChannelFutureListener) future -> {
            if (!future.isSuccess()) ended(client, StreamHandler.CLOSED);
        });
    }

    @Override
    public void frame(int client, Frame frame) {
        if (!frame.retry().isEmpty()) retryMillis[client] = Long.parseLong(frame.retry());
        if (frame.isNotification()) received[client]++;
        if (frame.event().equals("stream.caught-up") && received[client] == expected) caughtUp.incrementAndGet();
    }

    @Override
    public void ended(int client, String why) {
        if (closing) return;
        if (why.equals(StreamHandler.CLOSED)) connectLater(client, TimeUnit.MILLISECONDS.toMicros(retryMillis[client]));
        else reasons.merge(why, 1, Integer::sum);
    }

    /** Who has everything. */
    public int caughtUp() {
        return caughtUp.get();
    }

    /** What was said when streams ended, by the server or the network, and how often. */
    public Map<String, Integer> reasons() {
        return reasons;
    }

    @Override
    public void close() {
        closing = true;
        loops.close();
    }
}
