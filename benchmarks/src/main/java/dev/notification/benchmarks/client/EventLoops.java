package dev.notification.benchmarks.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One thread for all connections of a benchmark, over epoll where there is one. */
final class EventLoops implements AutoCloseable {
    private final EventLoopGroup group;

    EventLoops() {
        IoHandlerFactory factory = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(1, factory);
    }

    /** Makes HTTP/1.1 connections, each with handlers of its own. */
    Bootstrap http(Supplier<ChannelHandler> handlers) {
        return new Bootstrap()
                .group(group)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 30_000)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpClientCodec(), handlers.get());
                    }
                });
    }

    /** On the thread of all connections, and returns when it was done. */
    void run(Runnable task) {
        group.submit(task).syncUninterruptibly();
    }

    void later(Runnable task, long delay, TimeUnit unit) {
        var unused = group.schedule(task, delay, unit);
    }

    void every(Runnable task, long period, TimeUnit unit) {
        var unused = group.scheduleAtFixedRate(task, period, period, unit);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
