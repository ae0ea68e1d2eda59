package dev.notification.reliability.client;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A device for everybody, on one event loop. What they receive they offer to the ackers. */
public final class Readers implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Reader> readers = new ArrayList<>();
    private final List<String> malformed = new CopyOnWriteArrayList<>();
    private final Map<String, Long> latest = new ConcurrentHashMap<>();
    private final Set<String> caughtUp = ConcurrentHashMap.newKeySet();
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong resets = new AtomicLong();
    private final Crowd crowd;

    /** Connects at once. */
    public Readers(Crowd crowd, Ackers ackers, Delays delays) {
        this.crowd = crowd;
        for (int i = 0; i < crowd.size(); i++) {
            String recipient = crowd.recipient(i);
            // signed here: the event loop has other things to do, and whoever connects together would wait for it
            crowd.token(recipient);
            readers.add(new Reader(
                    loop.next(), crowd, crowd.doorsOf(i), recipient, true, device(recipient, ackers, delays)));
        }
    }

    private Watcher device(String recipient, Ackers ackers, Delays delays) {
        return new Watcher() {
            @Override
            public void opened() {
                opened.incrementAndGet();
            }

            @Override
            public void framed(long seq, String key) {
                delays.framed(key);
                if (!OldNotifications.isOne(key))
                    latest.merge(recipient, Long.parseLong(key.substring(key.lastIndexOf('-') + 1)), Math::max);
                ackers.received(recipient, seq);
            }

            @Override
            public void reset() {
                resets.incrementAndGet();
            }

            @Override
            public void caughtUp() {
                caughtUp.add(recipient);
            }

            @Override
            public void malformed(String what) {
                malformed.add(what);
            }
        };
    }

    /** Whether everybody received their k-th notification, or one after it. */
    public boolean haveAll(long k) {
        return latest.size() == crowd.size() && latest.values().stream().allMatch(one -> one >= k);
    }

    /** Connections so far. */
    public long opened() {
        return opened.get();
    }

    /** From now on everybody has yet to catch up, on a new connection. */
    public void forgetWhoCaughtUp() {
        caughtUp.clear();
    }

    /** Who caught up since that was forgotten. */
    public int caughtUp() {
        return caughtUp.size();
    }

    /** Whoever connects next asks to go on from where nobody ever was. */
    public void forgetPlaces() {
        readers.forEach(Reader::forgetPlace);
    }

    /** Whoever connects next asks to go on from the first notification of the inbox. */
    public void goBack() {
        readers.forEach(Reader::goBack);
    }

    /** How often the service said that it could not go on where it was asked to. */
    public long resets() {
        return resets.get();
    }

    /** Where the service broke its protocol. */
    public List<String> malformed() {
        return List.copyOf(malformed);
    }

    @Override
    public void close() {
        readers.forEach(Reader::close);
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
