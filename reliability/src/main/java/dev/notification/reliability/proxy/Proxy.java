package dev.notification.reliability.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Listens on a port of 127.0.0.1 and passes connections on, each over one of its links. With several it is a round-robin
 * balancer that goes on to the next link when a server refuses.
 */
public final class Proxy implements AutoCloseable {
    private static final int BACKLOG = 8_192;

    private final List<Link> links;
    private final AtomicInteger turn = new AtomicInteger();
    private final Channel listening;

    private Proxy(EventLoopGroup loop, InetSocketAddress address, List<Link> links) {
        this.links = List.copyOf(links);
        listening = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel client) {
                        connect(client, inTurn());
                    }
                })
                .bind(address)
                .syncUninterruptibly()
                .channel();
    }

    /**
     * Listens from now on.
     *
     * @param loop of one thread, which all proxies may share
     */
    public static Proxy listen(EventLoopGroup loop, int port, List<Link> links) {
        return listen(loop, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), links);
    }

    /** As {@link #listen(EventLoopGroup, int, List)}, at any address of this machine. */
    public static Proxy listen(EventLoopGroup loop, InetSocketAddress address, List<Link> links) {
        return new Proxy(loop, address, links);
    }

    /** All links, beginning with the one whose turn it is. */
    private Iterator<Link> inTurn() {
        int first = links.size() == 1 ? 0 : Math.floorMod(turn.getAndIncrement(), links.size());
        return java.util.stream.IntStream.range(first, first + links.size())
                .mapToObj(i -> links.get(i % links.size()))
                .iterator();
    }

    private void connect(SocketChannel client, Iterator<Link> candidates) {
        if (!candidates.hasNext()) {
            Tunnel.reset(client);
            return;
        }
        Link link = candidates.next();
        if (link.broken()) {
            link.refusedOne();
            connect(client, candidates);
            return;
        }
        EventLoop eventLoop = client.eventLoop();
        ChannelFuture connecting = new Bootstrap()
                .group(eventLoop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(link.server());
        var unused = connecting.addListener((ChannelFutureListener) connected -> {
            if (connected.isSuccess()) {
                new Tunnel(link, client, (SocketChannel) connected.channel()).begin();
            } else {
                link.refusedOne();
                connect(client, candidates);
            }
        });
    }

    /** In the order given. */
    public List<Link> links() {
        return links;
    }

    /** Stops listening and resets what is open. */
    @Override
    public void close() {
        listening.close().syncUninterruptibly();
        links.forEach(Link::reset);
    }
}
