package dev.notification.stream.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.notification.stream.Tokens;
import dev.notification.stream.testing.SseParser;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One client with one stream, which it opens again with its cursor whenever that ends. */
final class Guest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long FIRST_RETRY_MILLIS = 1_000;
    private static final long REFUSED_RETRY_MILLIS = 100;
    private static final int SMALL_BUFFER = 4_096;

    private final Crowd crowd;
    private final String recipient;
    private final String token;
    private final Set<Long> seqs = ConcurrentHashMap.newKeySet();
    private volatile boolean reads;
    private volatile boolean rejoins;
    private volatile boolean gone;
    private volatile boolean open;
    private volatile @Nullable Channel channel;
    private long retryMillis = FIRST_RETRY_MILLIS;
    private String cursor = "";
    private boolean before;

    Guest(Crowd crowd, String recipient, boolean reads) {
        this.crowd = crowd;
        this.recipient = recipient;
        this.token = Tokens.of(recipient);
        this.reads = reads;
    }

    String recipient() {
        return recipient;
    }

    String token() {
        return token;
    }

    /** Sequences that came, over all streams. */
    Set<Long> seqs() {
        return seqs;
    }

    boolean isOpen() {
        return open;
    }

    void connect() {
        if (gone) return;
        var bootstrap = crowd.bootstrap().handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel fresh) {
                fresh.pipeline().addLast(new HttpClientCodec(), new Reader());
            }
        });
        if (!reads) bootstrap.option(ChannelOption.SO_RCVBUF, SMALL_BUFFER);
        bootstrap.connect("127.0.0.1", crowd.port()).addListener((ChannelFuture done) -> {
            if (!done.isSuccess()) again(REFUSED_RETRY_MILLIS);
            else {
                channel = done.channel();
                var unused = done.channel().writeAndFlush(request());
            }
        });
    }

    private FullHttpRequest request() {
        FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/v1/stream");
        request.headers().set("Host", "localhost").set("Authorization", "Bearer " + token);
        if (!cursor.isEmpty()) request.headers().set("Last-Event-ID", cursor);
        return request;
    }

    private void again(long millis) {
        var unused = crowd.loop().schedule(this::connect, millis, TimeUnit.MILLISECONDS);
    }

    /** Cuts the connection; the client comes back. */
    void cut() {
        Channel current = channel;
        if (current == null) return;
        var unused = current.close();
    }

    /** Leaves for good. */
    void leave() {
        gone = true;
        cut();
    }

    /** Comes back as one that reads nothing but the head. */
    void stopReading() {
        reads = false;
        rejoins = true;
        open = false;
        cut();
    }

    /** Reads from now on, what comes and what has come. */
    void readOn() {
        reads = true;
        Channel current = channel;
        if (current != null) current.config().setAutoRead(true);
        if (current == null || !current.isActive()) connect();
    }

    private final class Reader extends SimpleChannelInboundHandler<HttpObject> {
        private final SseParser parser = new SseParser(this::block);

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
            if (message instanceof HttpResponse response) {
                crowd.answered(response.status().code(), before);
                before = true;
                open = true;
                if (!reads) context.channel().config().setAutoRead(false);
            }
            if (message instanceof HttpContent content) {
                byte[] bytes = new byte[content.content().readableBytes()];
                content.content().readBytes(bytes);
                parser.feed(bytes);
            }
            if (message instanceof LastHttpContent) close(context);
        }

        private void block(SseParser.Block block) {
            if (block.id() != null) cursor = block.id();
            if (block.event() != null || block.data().isEmpty()) return;
            JsonNode frame = JSON.readTree(block.data().getBytes(US_ASCII));
            seqs.add(frame.get("seq").asLong());
            JsonNode sentAt = frame.get("data").get("at");
            if (sentAt != null && frame.get("attempt").asInt() == 1) crowd.took(System.nanoTime() - sentAt.asLong());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            open = false;
            Long said = parser.retryMillis();
            if (said != null) retryMillis = said;
            if (!gone && (reads || rejoins)) again(reads ? retryMillis : 0);
            rejoins = false;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            close(context);
        }

        private static void close(ChannelHandlerContext context) {
            var unused = context.close();
        }
    }
}
