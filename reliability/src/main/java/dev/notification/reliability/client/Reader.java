package dev.notification.reliability.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A device as a browser has it: keeps one stream open, goes on where it was, waits as long as it was told, and asks the next
 * node when it was cut off. On one event loop; made on any thread.
 */
final class Reader {
    private static final AtomicLong connections = new AtomicLong();
    private static final String NOWHERE = "0nowhere0.7";

    private final EventLoop loop;
    private final Crowd crowd;
    private final List<Door> doors;
    private final String recipient;
    private final Habit habit;
    private final Watcher watcher;
    private int turn;
    private long retryMillis = 3_000;
    private @Nullable String cursor;
    private @Nullable Channel channel;
    private boolean over;

    /**
     * Connects at once.
     *
     * @param doors nodes, in the order in which they are asked
     */
    Reader(EventLoop loop, Crowd crowd, List<Door> doors, String recipient, Habit habit, Watcher watcher) {
        this.loop = loop;
        this.crowd = crowd;
        this.doors = doors;
        this.recipient = recipient;
        this.habit = habit;
        this.watcher = watcher;
        loop.execute(this::connect);
    }

    private void connect() {
        if (over) return;
        Door door = doors.get(turn++ % doors.size());
        var connecting = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline()
                                .addLast(
                                        new HttpClientCodec(),
                                        new Silence(),
                                        new StreamConnection(
                                                Reader.this,
                                                crowd.log(),
                                                watcher,
                                                connections.incrementAndGet(),
                                                door.name()));
                    }
                })
                .connect(InetAddress.getLoopbackAddress(), door.port());
        channel = connecting.channel();
        var unused = connecting.addListener(done -> {
            if (!done.isSuccess()) ended();
        });
    }

    void ended() {
        if (over) return;
        var unused = loop.schedule(this::connect, retryMillis, TimeUnit.MILLISECONDS);
    }

    void moved(String id) {
        if (habit != Habit.FORGETS) cursor = id;
    }

    void retryAfter(String millis) {
        if (!millis.matches("[0-9]{1,6}")) throw new MalformedStream("retry " + millis);
        retryMillis = Long.parseLong(millis);
    }

    /** Remembers a place that the service never named. */
    void forgetPlace() {
        loop.execute(() -> cursor = NOWHERE);
    }

    /** Forgets all but the first. */
    void goBack() {
        loop.execute(() -> {
            if (cursor != null) cursor = cursor.substring(0, cursor.indexOf('.')) + ".1";
        });
    }

    /** The service wants no more of it. */
    void dismissed() {
        over = true;
    }

    /** Hangs up, for good. */
    void close() {
        loop.execute(() -> {
            over = true;
            if (channel != null) {
                var unused = channel.close();
            }
        });
    }

    boolean acksByResuming() {
        return habit == Habit.ACKS_BY_RESUMING;
    }

    String recipient() {
        return recipient;
    }

    String token() {
        return crowd.token(recipient);
    }

    @Nullable
    String cursor() {
        return cursor;
    }
}
