package dev.notification.reliability.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;

/** One connection: a pipe each way. All but what says otherwise happens on its event loop. */
final class Tunnel {
    private final Link link;
    private final SocketChannel client;
    private final SocketChannel server;
    private final Pipe up;
    private final Pipe down;
    private int endedPipes;

    Tunnel(Link link, SocketChannel client, SocketChannel server) {
        this.link = link;
        this.client = client;
        this.server = server;
        long seed = link.begun(this);
        up = new Pipe(this, Direction.UP, client, server, seed * 2);
        down = new Pipe(this, Direction.DOWN, server, client, seed * 2 + 1);
    }

    void begin() {
        if (!client.isActive() || !server.isActive()) {
            resetNow();
            return;
        }
        client.pipeline().addLast(up.source(), down.sink());
        server.pipeline().addLast(down.source(), up.sink());
        up.pull();
        down.pull();
    }

    Toxics toxics(Direction direction) {
        return link.toxics(direction);
    }

    void hurt(int bytes) {
        link.hurt(bytes);
    }

    /** Any thread; ends when the pipes know. */
    Future<?> toxicsChanged() {
        return client.eventLoop().submit(() -> {
            up.toxicsChanged();
            down.toxicsChanged();
        });
    }

    /** Any thread. */
    void reset() {
        client.eventLoop().execute(this::resetNow);
    }

    /** A limit was reached. */
    void cut() {
        link.cutOne();
        resetNow();
    }

    void resetNow() {
        link.ended(this);
        up.drop();
        down.drop();
        reset(client);
        reset(server);
    }

    /** Nothing more comes through one of the pipes. */
    void ended() {
        if (++endedPipes < 2) return;
        link.ended(this);
        var unused = client.close();
        var unusedToo = server.close();
    }

    static void reset(Channel channel) {
        if (channel.isActive()) channel.config().setOption(ChannelOption.SO_LINGER, 0);
        var unused = channel.close();
    }
}
