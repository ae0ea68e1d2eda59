package dev.notification.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
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

/**
 * Acks what clients received, each client's once a second, over the connections of a proxy: one that is waiting for its answer
 * makes the next wait. On the event loop.
 */
final class Acks {
    private static final int CONNECTIONS = 250;
    private static final int SLOTS = 100;

    private final List<String> tokens;
    private final List<Channel> connections = new ArrayList<>();
    private final List<List<Long>> pending = new ArrayList<>();
    private int slot;
    private int sent;
    private int accepted;
    private int refused;

    private Acks(List<String> tokens) {
        this.tokens = tokens;
        tokens.forEach(token -> pending.add(new ArrayList<>()));
    }

    /** Connects, and then acks until the event loop ends. */
    static Acks start(EventLoops loops, int port, List<String> tokens) {
        Acks acks = new Acks(tokens);
        Bootstrap bootstrap = loops.http(acks::answers);
        for (int i = 0; i < CONNECTIONS; i++) {
            acks.connections.add(bootstrap
                    .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .syncUninterruptibly()
                    .channel());
        }
        var unused = acks.connections
                .get(0)
                .eventLoop()
                .scheduleAtFixedRate(acks::flushSlot, 1_000 / SLOTS, 1_000 / SLOTS, TimeUnit.MILLISECONDS);
        return acks;
    }

    void received(int client, long seq) {
        pending.get(client).add(seq);
    }

    /** One hundredth of the clients. */
    private void flushSlot() {
        for (int client = slot; client < pending.size(); client += SLOTS) {
            List<Long> seqs = pending.get(client);
            if (seqs.isEmpty()) continue;
            send(client, "{\"seqs\":" + seqs + "}");
            seqs.clear();
        }
        slot = (slot + 1) % SLOTS;
    }

    private void send(int client, String body) {
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, "/v1/acks", Unpooled.copiedBuffer(body, US_ASCII));
        request.headers()
                .set(HttpHeaderNames.HOST, "localhost")
                .set(HttpHeaderNames.AUTHORIZATION, "Bearer " + tokens.get(client))
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, request.content().readableBytes());
        sent++;
        Channel channel = connections.get(client % CONNECTIONS);
        var unused = channel.writeAndFlush(request, channel.voidPromise());
    }

    private ChannelHandler answers() {
        return new SimpleChannelInboundHandler<HttpObject>() {
            @Override
            protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
                if (!(message instanceof HttpResponse response)) return;
                if (response.status().code() == 200) accepted++;
                else refused++;
            }
        };
    }

    String counts() {
        return "%,d sent, %,d answered with 200, %,d with others".formatted(sent, accepted, refused);
    }
}
