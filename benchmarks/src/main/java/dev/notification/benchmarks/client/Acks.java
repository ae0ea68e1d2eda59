package dev.notification.benchmarks.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Acks what clients received, each client's at an interval or each notification at once, over the connections of a proxy: one
 * that is waiting for its answer makes the next wait, and one that the server closed, as it does when nothing came for a while, is
 * replaced when there is something to send again. On the event loop, but for the counts.
 */
final class Acks {
    private static final int CONNECTIONS = 250;
    private static final int SLOT_MILLIS = 10;

    private final Bootstrap bootstrap;
    private final InetSocketAddress server;
    private final List<String> tokens;
    private final int slots;
    private final @Nullable ChannelFuture[] connections = new ChannelFuture[CONNECTIONS];
    private final List<List<Long>> pending = new ArrayList<>();
    private int slot;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    private Acks(EventLoops loops, int port, List<String> tokens, int intervalMillis) {
        this.bootstrap = loops.http(this::answers);
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.tokens = tokens;
        this.slots = intervalMillis / SLOT_MILLIS;
        tokens.forEach(token -> pending.add(new ArrayList<>()));
    }

    /**
     * Acks until the event loop ends.
     *
     * @param intervalMillis of each client's requests, 0 for a request for each notification
     */
    static Acks start(EventLoops loops, int port, List<String> tokens, int intervalMillis) {
        Acks acks = new Acks(loops, port, tokens, intervalMillis);
        if (intervalMillis > 0) loops.every(acks::flushSlot, SLOT_MILLIS, TimeUnit.MILLISECONDS);
        return acks;
    }

    void received(int client, long seq) {
        if (slots == 0) send(client, "{\"seqs\":[" + seq + "]}");
        else {
            waiting.incrementAndGet();
            pending.get(client).add(seq);
        }
    }

    /** The clients whose turn it is. */
    private void flushSlot() {
        for (int client = slot; client < pending.size(); client += slots) {
            List<Long> seqs = pending.get(client);
            if (seqs.isEmpty()) continue;
            send(client, "{\"seqs\":" + seqs + "}");
            waiting.addAndGet(-seqs.size());
            seqs.clear();
        }
        slot = (slot + 1) % slots;
    }

    private void send(int client, String body) {
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, "/v1/acks", Unpooled.copiedBuffer(body, US_ASCII));
        request.headers()
                .set(HttpHeaderNames.HOST, "localhost")
                .set(HttpHeaderNames.AUTHORIZATION, "Bearer " + tokens.get(client))
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, request.content().readableBytes());
        sent.incrementAndGet();
        ChannelFuture connected = connected(client % CONNECTIONS);
        if (connected.isDone()) write(connected.channel(), request);
        else {
            var unused = connected.addListener((ChannelFutureListener) done -> write(done.channel(), request));
        }
    }

    private ChannelFuture connected(int connection) {
        ChannelFuture connected = connections[connection];
        if (connected == null || (connected.isDone() && !connected.channel().isActive())) {
            connected = bootstrap.connect(server);
            connections[connection] = connected;
        }
        return connected;
    }

    private void write(Channel channel, DefaultFullHttpRequest request) {
        Answers answers = channel.pipeline().get(Answers.class);
        if (answers != null && channel.isActive()) {
            answers.expected++;
            var unused = channel.writeAndFlush(request, channel.voidPromise());
        } else {
            request.release();
            lost.incrementAndGet();
        }
    }

    private ChannelHandler answers() {
        return new Answers();
    }

    /** Counts the answers of one connection, and those that it did not live to hear. */
    private final class Answers extends SimpleChannelInboundHandler<HttpObject> {
        private int expected;

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
            if (!(message instanceof HttpResponse response)) return;
            expected--;
            if (response.status().code() == 200) accepted.incrementAndGet();
            else refused.incrementAndGet();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            lost.addAndGet(expected);
        }
    }

    /** Whether everything received is acked, and each request answered with 200. */
    boolean areAnswered() {
        return waiting.get() == 0 && accepted.get() == sent.get();
    }

    String counts() {
        return "%,d sent, %,d answered with 200, %,d with others, %,d lost with their connection"
                .formatted(sent.get(), accepted.get(), refused.get(), lost.get());
    }
}
