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
import java.util.function.LongPredicate;

/**
 * A device for everybody, on one event loop. What they receive they offer to the ackers. Of ten people one has two devices, on two
 * nodes where not all begin at the first: each acks half of it, and must not see again what the other acked. Another one may ack by
 * resuming.
 */
public final class Readers implements AutoCloseable {
    private static final int TENTH = 10;

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Reader> readers = new ArrayList<>();
    private final List<String> malformed = new CopyOnWriteArrayList<>();
    private final Map<String, Long> latest = new ConcurrentHashMap<>();
    private final Set<String> caughtUp = ConcurrentHashMap.newKeySet();
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong resets = new AtomicLong();

    /** Connects at once. */
    public Readers(Crowd crowd, Ackers ackers, Delays delays) {
        for (int i = 0; i < crowd.size(); i++) {
            String recipient = crowd.recipient(i);
            // signed here: the event loop has other things to do, and whoever connects together would wait for it
            crowd.token(recipient);
            Habit habit = crowd.resuming() && i % TENTH == 1 ? Habit.ACKS_BY_RESUMING : Habit.RESUMES;
            int devices = i % TENTH == 0 ? 2 : 1;
            for (int device = 0; device < devices; device++) {
                LongPredicate acks = habit == Habit.RESUMES ? share(device, devices) : seq -> false;
                Watcher watcher = watcher(recipient + "/" + device, recipient, acks, ackers, delays);
                readers.add(new Reader(loop.next(), crowd, crowd.doorsOf(i + device), recipient, habit, watcher));
            }
        }
    }

    /** Sequences in pairs, since ackers leave every second one alone. */
    private static LongPredicate share(int device, int devices) {
        return seq -> seq / 2 % devices == device;
    }

    private Watcher watcher(String device, String recipient, LongPredicate acks, Ackers ackers, Delays delays) {
        return new Watcher() {
            @Override
            public void opened() {
                opened.incrementAndGet();
            }

            @Override
            public void framed(long seq, String key) {
                delays.framed(key);
                if (!OldNotifications.isOne(key))
                    latest.merge(device, Long.parseLong(key.substring(key.lastIndexOf('-') + 1)), Math::max);
                if (acks.test(seq)) ackers.received(recipient, seq);
            }

            @Override
            public void reset() {
                resets.incrementAndGet();
            }

            @Override
            public void caughtUp() {
                caughtUp.add(device);
            }

            @Override
            public void dropped() {
                dropped.incrementAndGet();
            }

            @Override
            public void malformed(String what) {
                malformed.add(what);
            }
        };
    }

    /** Whether every device received the k-th notification of its owner, or one after it. */
    public boolean haveAll(long k) {
        return latest.size() == readers.size() && latest.values().stream().allMatch(one -> one >= k);
    }

    /** Connections so far. */
    public long opened() {
        return opened.get();
    }

    /** Streams that had become ready and ended, and not because it was another one's turn. */
    public long dropped() {
        return dropped.get();
    }

    /** From now on every device has yet to catch up, on a new connection. */
    public void forgetWhoCaughtUp() {
        caughtUp.clear();
    }

    /** Whether all devices caught up since that was forgotten. */
    public boolean allCaughtUp() {
        return caughtUp.size() == readers.size();
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
