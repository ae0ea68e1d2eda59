package dev.notification.benchmarks.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Acks what clients received, each client's at an interval or each notification at once, over the connections of a proxy: each
 * carries one request at a time and is kept for the next one, and there are as many as answers are awaited. A request whose connection
 * ends before its answer is sent again, as an ack may be: the server may have ended it just then because nothing had come for long. On
 * the event loop, but for the counts.
 */
final class Acks {
    /** With 15,000 streams still fewer than a node takes; what is beyond waits for one that is answered. */
    private static final int MAX_CONNECTIONS = 2_000;

    private static final int SLOT_MILLIS = 10;

    private final Bootstrap bootstrap;
    private final InetSocketAddress server;
    private final List<String> tokens;
    private final int slots;
    private final List<List<Long>> pending = new ArrayList<>();
    private final ArrayDeque<Request> queue = new ArrayDeque<>();
    /** Those of the connections that await no answer. */
    private final ArrayDeque<Answers> idle = new ArrayDeque<>();

    private int connections;
    private int slot;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong again = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    private record Request(int client, String body) {}

    private Acks(EventLoops loops, int port, List<String> tokens, int intervalMillis) {
        this.bootstrap = loops.http(Answers::new);
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
        sent.incrementAndGet();
        queue.add(new Request(client, body));
        // the one that was used last, so that the server ends those that are not needed
        Answers connection = idle.pollLast();
        if (connection != null) connection.next();
        else if (connections < MAX_CONNECTIONS) connect();
    }

    private DefaultFullHttpRequest http(Request request) {
        DefaultFullHttpRequest http = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, "/v1/acks", Unpooled.copiedBuffer(request.body(), US_ASCII));
        http.headers()
                .set(HttpHeaderNames.HOST, "localhost")
                .set(HttpHeaderNames.AUTHORIZATION, "Bearer " + tokens.get(request.client()))
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, http.content().readableBytes());
        return http;
    }

    private void connect() {
        connections++;
        var unused = bootstrap.connect(server).addListener(done -> {
            if (done.isSuccess()) return;
            // whoever cannot connect does not come back
            if (queue.poll() != null) lost.incrementAndGet();
            ended();
        });
    }

    private void ended() {
        connections--;
        // what waits might be the last there is
        if (!queue.isEmpty()) connect();
    }

    /** One connection. */
    private final class Answers extends SimpleChannelInboundHandler<HttpObject> {
        private @Nullable ChannelHandlerContext context;
        private @Nullable Request awaited;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            this.context = context;
            next();
        }

        void next() {
            awaited = queue.poll();
            if (awaited == null) {
                idle.addLast(this);
                return;
            }
            ChannelHandlerContext open = Objects.requireNonNull(context);
            var unused = open.writeAndFlush(http(awaited), open.voidPromise());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
            if (message instanceof HttpResponse response) {
                awaited = null;
                if (response.status().code() == 200) accepted.incrementAndGet();
                else refused.incrementAndGet();
            }
            if (message instanceof LastHttpContent) next();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (awaited == null) {
                idle.remove(this);
            } else {
                again.incrementAndGet();
                queue.addFirst(awaited);
            }
            ended();
        }
    }

    /** Whether everything received is acked, and each request answered with 200. */
    boolean areAnswered() {
        return waiting.get() == 0 && accepted.get() == sent.get();
    }

    String counts() {
        return "%,d, %,d answered with 200, %,d with others, %,d sent again because their connection ended, %,d found none"
                .formatted(sent.get(), accepted.get(), refused.get(), again.get(), lost.get());
    }
}
