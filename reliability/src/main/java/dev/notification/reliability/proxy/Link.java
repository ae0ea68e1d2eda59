package dev.notification.reliability.proxy;

import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The way to one server through a proxy, and what is wrong with it. Safe for all threads. */
public final class Link {
    private final String name;
    private final InetSocketAddress server;
    private final long seed;
    private final Set<Tunnel> tunnels = ConcurrentHashMap.newKeySet();
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong hurtBytes = new AtomicLong();
    private final AtomicLong hurtConnections = new AtomicLong();
    private volatile Toxics up = Toxics.NONE;
    private volatile Toxics down = Toxics.NONE;
    private volatile boolean broken;

    /**
     * @param name for reports, like {@code ingest-1 → kafka}
     * @param port of the server on 127.0.0.1
     * @param seed of all that happens by chance
     */
    public Link(String name, int port, long seed) {
        this(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), seed);
    }

    /** As {@link #Link(String, int, long)}, to a server anywhere. */
    public Link(String name, InetSocketAddress server, long seed) {
        this.name = name;
        this.server = server;
        this.seed = seed;
    }

    /** From now on, on open connections too; returns when all of them have it. Not for the proxy's own thread. */
    public void toxics(Direction direction, Toxics toxics) {
        if (direction == Direction.UP) up = toxics;
        else down = toxics;
        tunnels.stream().map(Tunnel::toxicsChanged).toList().forEach(Future::syncUninterruptibly);
    }

    /** Both directions as one would wish them, and connections are let through again. */
    public void heal() {
        broken = false;
        toxics(Direction.UP, Toxics.NONE);
        toxics(Direction.DOWN, Toxics.NONE);
    }

    /** Resets all open connections (RST both ways); returns how many there were. */
    public int reset() {
        List<Tunnel> open = List.copyOf(tunnels);
        hurtConnections.addAndGet(open.size());
        open.forEach(Tunnel::reset);
        return open.size();
    }

    /** Resets all, and every new one at once, until {@link #heal()}; returns how many were open. */
    public int breakDown() {
        broken = true;
        return reset();
    }

    /** Connections that are open now. */
    public int open() {
        return tunnels.size();
    }

    /** Connections that ever reached the server. */
    public long opened() {
        return opened.get();
    }

    /** Connections that the server refused, or this link while it was down. */
    public long refused() {
        return refused.get();
    }

    /** Bytes that did not pass as they came. */
    public long hurtBytes() {
        return hurtBytes.get();
    }

    /** Connections that were reset here. */
    public long hurtConnections() {
        return hurtConnections.get();
    }

    /** As given. */
    public String name() {
        return name;
    }

    Toxics toxics(Direction direction) {
        return direction == Direction.UP ? up : down;
    }

    InetSocketAddress server() {
        return server;
    }

    boolean broken() {
        return broken;
    }

    void refusedOne() {
        refused.incrementAndGet();
    }

    void hurt(int bytes) {
        hurtBytes.addAndGet(bytes);
    }

    void cutOne() {
        hurtConnections.incrementAndGet();
    }

    /** The seed of the connection that begins. */
    long begun(Tunnel tunnel) {
        tunnels.add(tunnel);
        return seed * 31 + opened.incrementAndGet();
    }

    void ended(Tunnel tunnel) {
        tunnels.remove(tunnel);
    }

    @Override
    public String toString() {
        return name;
    }
}
