package dev.notification.stream.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/** Clients that come back as browsers do, through a balancer that knows which nodes are ready. */
final class Crowd implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Integer> ports = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final List<Guest> guests = new ArrayList<>();
    private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    private final Queue<Long> reconnects = new ConcurrentLinkedQueue<>();
    private volatile LongConsumer latencies = nanos -> {};

    /** The nodes that take new connections. */
    void nodes(List<Integer> ready) {
        ports.addAll(ready);
        ports.retainAll(ready);
    }

    /** Opens a stream for this recipient. */
    Guest invite(String recipient, boolean reads) {
        Guest guest = new Guest(this, recipient, reads);
        guests.add(guest);
        guest.connect();
        return guest;
    }

    List<Guest> guests() {
        return guests;
    }

    /** The status of every answer so far. */
    List<Integer> statuses() {
        return List.copyOf(statuses);
    }

    /** When streams were opened again, by {@code System.nanoTime()}. */
    List<Long> reconnects() {
        return List.copyOf(reconnects);
    }

    /** Who is told how long each notification took whose data is a time of {@code System.nanoTime()}. */
    void onLatency(LongConsumer listener) {
        latencies = listener;
    }

    void answered(int status, boolean again) {
        statuses.add(status);
        if (again) reconnects.add(System.nanoTime());
    }

    void took(long nanos) {
        latencies.accept(nanos);
    }

    int port() {
        return ports.get(Math.floorMod(turn.getAndIncrement(), ports.size()));
    }

    EventLoop loop() {
        return group.next();
    }

    Bootstrap bootstrap() {
        return new Bootstrap().group(group).channel(NioSocketChannel.class);
    }

    @Override
    public void close() {
        guests.forEach(Guest::leave);
        var unused = group.shutdownGracefully();
    }
}
