package dev.notification.stream.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One HTTP/2 connection without TLS, with as many streams as one likes. */
public final class H2Client implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel connection;
    private final String authority;

    /** Connects to this port of this machine, or of what {@code host} names. */
    public H2Client(String host, int port) {
        authority = host + ":" + port;
        ChannelHandler nothing = new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {}
        };
        connection = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(Http2FrameCodecBuilder.forClient()
                                        .initialSettings(Http2Settings.defaultSettings())
                                        .build())
                                .addLast(new Http2MultiplexHandler(nothing));
                    }
                })
                .connect(host, port)
                .syncUninterruptibly()
                .channel();
    }

    /** Sends a request with a body, "" for none; {@code headers} are names and values in turn. */
    public Exchange send(String method, String path, String body, String... headers) {
        return request(method, path, body, true, headers);
    }

    /** The same, but of the body there is more to come, and it never does. */
    public Exchange begin(String method, String path, String beginning, String... headers) {
        return request(method, path, beginning, false, headers);
    }

    private Exchange request(String method, String path, String body, boolean whole, String... headers) {
        Exchange exchange = new Exchange();
        Http2StreamChannel stream = new Http2StreamChannelBootstrap(connection)
                .handler(exchange)
                .open()
                .syncUninterruptibly()
                .getNow();
        exchange.stream = stream;
        Http2Headers head = new DefaultHttp2Headers()
                .method(method)
                .scheme("http")
                .authority(authority)
                .path(path);
        for (int i = 0; i < headers.length; i += 2) head.add(headers[i], headers[i + 1]);
        var unused = stream.writeAndFlush(new DefaultHttp2HeadersFrame(head, whole && body.isEmpty()));
        if (!body.isEmpty()) {
            var bytes = stream.alloc().buffer().writeBytes(body.getBytes(UTF_8));
            unused = stream.writeAndFlush(new DefaultHttp2DataFrame(bytes, whole));
        }
        return exchange;
    }

    /** Opens a stream of notifications. */
    public Exchange stream(String token) {
        return send("GET", "/v1/stream", "", "authorization", "Bearer " + token);
    }

    /** How many streams the server lets be open at once. */
    public int mayOpen() {
        return connection
                .pipeline()
                .get(Http2FrameCodec.class)
                .connection()
                .local()
                .maxActiveStreams();
    }

    @Override
    public void close() {
        connection.close().syncUninterruptibly();
        var unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** One request and what came of its answer. */
    public static final class Exchange extends ChannelInboundHandlerAdapter {
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private volatile @Nullable Http2StreamChannel stream;
        private volatile @Nullable Http2Headers head;
        private volatile boolean ended;
        private volatile boolean reset;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Http2HeadersFrame headers) {
                if (head == null) head = headers.headers();
                ended = headers.isEndStream();
            } else if (message instanceof Http2DataFrame data) {
                body.writeBytes(ByteBufUtil.getBytes(data.content()));
                ended = data.isEndStream();
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof Http2ResetFrame) reset = true;
        }

        /** Head of the answer, once it is there. */
        public Http2Headers head() {
            await().atMost(DEADLINE).until(() -> head != null);
            return Objects.requireNonNull(head);
        }

        /** The body so far. */
        public String text() {
            return body.toString(UTF_8);
        }

        /** Waits until the body has this. */
        public Exchange has(String wanted) {
            await().atMost(DEADLINE).until(() -> text().contains(wanted));
            return this;
        }

        /** How often the body has this so far. */
        public long count(String wanted) {
            return Pattern.compile(wanted, Pattern.LITERAL)
                    .matcher(text())
                    .results()
                    .count();
        }

        /** Whether the server ended the answer cleanly. */
        public boolean ended() {
            return ended;
        }

        /** Whether the server reset the stream. */
        public boolean wasReset() {
            return reset;
        }

        /** Reads on, or reads no more, so that the stream's window closes. */
        public void reads(boolean on) {
            channel().config().setAutoRead(on);
            if (on) channel().read();
        }

        /** Resets the stream. */
        public void reset() {
            channel().close().syncUninterruptibly();
        }

        private Http2StreamChannel channel() {
            return Objects.requireNonNull(stream);
        }
    }
}
