package dev.notification.stream.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.notification.stream.security.Caller;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream that this process opens to itself, without a socket and without a credential: the same connection as a client's,
 * from the registry to the bytes of its frames. One at a time; for one thread.
 */
public final class LoopbackStream implements AutoCloseable {
    /** No token ends it, its age does. */
    private static final Duration LIFETIME = Duration.ofDays(1);

    private final StreamNode node;
    private final Connections connections;
    private @Nullable EventLoopGroup loops;
    private @Nullable Channel client;

    LoopbackStream(StreamNode node, Connections connections) {
        this.node = node;
        this.connections = connections;
    }

    /** Whether the stream that was opened last has not ended. */
    public boolean isOpen() {
        return client != null && client.isActive();
    }

    /**
     * Opens a stream; it may be refused, and then is not open.
     *
     * @param blocks hears each block of it, without the empty line at its end, on a thread that must not be blocked
     */
    public void open(String recipient, Consumer<String> blocks) {
        if (connections.closedFor(recipient) != null) return;
        if (loops == null) {
            var threads = new DefaultThreadFactory("loopback", true);
            loops = new MultiThreadIoEventLoopGroup(1, threads, LocalIoHandler.newFactory());
        }
        Channel listening = new ServerBootstrap()
                .group(loops)
                .channel(LocalServerChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(server(channel, recipient));
                    }
                })
                .bind(new LocalAddress(LoopbackStream.class))
                .syncUninterruptibly()
                .channel();
        try {
            client = new Bootstrap()
                    .group(loops)
                    .channel(LocalChannel.class)
                    .handler(new Blocks(blocks))
                    .connect(listening.localAddress())
                    .syncUninterruptibly()
                    .channel();
        } finally {
            listening.close().syncUninterruptibly();
        }
    }

    private ChannelHandler server(Channel channel, String recipient) {
        Instant now = node.now().wall();
        Caller caller = new Caller(recipient, now.plus(LIFETIME), now, null);
        Outlet outlet = new Outlet(channel, Coding.PLAIN);
        Connection connection = new Connection(caller, null, null, StreamOptions.NONE, node, outlet);
        return Takeover.atOnce(Framing.CONNECTION, outlet, connection);
    }

    /** The client: puts together what comes, and hands over what is whole. */
    private static final class Blocks extends SimpleChannelInboundHandler<ByteBuf> {
        private static final String END = "\n\n";

        private final Consumer<String> blocks;
        private final StringBuilder received = new StringBuilder();

        Blocks(Consumer<String> blocks) {
            this.blocks = blocks;
        }

        /** Bursts hold whole frames, so no character is divided. */
        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf content) {
            received.append(content.toString(UTF_8));
            for (int end = received.indexOf(END); end >= 0; end = received.indexOf(END)) {
                String block = received.substring(0, end);
                received.delete(0, end + END.length());
                blocks.accept(block);
            }
        }
    }

    /** Ends the stream and the threads it had. */
    @Override
    public void close() {
        if (client != null) client.close().syncUninterruptibly();
        if (loops != null) {
            var unused = loops.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS);
        }
        client = null;
        loops = null;
    }
}
