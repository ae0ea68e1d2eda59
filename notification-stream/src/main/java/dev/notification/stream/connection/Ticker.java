package dev.notification.stream.connection;

import io.netty.channel.EventLoop;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ticks every stream twice a second on its own event loop: one timer for each event loop, none for a stream. */
final class Ticker {
    private static final Logger log = LoggerFactory.getLogger(Ticker.class);
    private static final long PERIOD_MILLIS = 500;

    private final Clock clock;
    private final Map<EventLoop, Set<Connection>> streams = new ConcurrentHashMap<>();

    Ticker(Clock clock) {
        this.clock = clock;
    }

    /** On the event loop. */
    void add(EventLoop loop, Connection connection) {
        streams.computeIfAbsent(loop, this::begin).add(connection);
    }

    /** On the event loop. */
    void remove(EventLoop loop, Connection connection) {
        Set<Connection> mine = streams.get(loop);
        if (mine != null) mine.remove(connection);
    }

    /** The set is touched only on its event loop. */
    private Set<Connection> begin(EventLoop loop) {
        Set<Connection> mine = new LinkedHashSet<>();
        var unused = loop.scheduleWithFixedDelay(
                () -> {
                    Moment now = Moment.now(clock);
                    // a tick may end a stream and so remove it
                    List.copyOf(mine).forEach(connection -> tick(connection, now));
                },
                PERIOD_MILLIS,
                PERIOD_MILLIS,
                TimeUnit.MILLISECONDS);
        return mine;
    }

    /** What fails in one stream ends that one: a timer whose task throws would never tick again. */
    private static void tick(Connection connection, Moment now) {
        try {
            connection.tick(now);
        } catch (RuntimeException | Error failure) {
            log.error("A stream is cut off", failure);
            connection.failed();
        }
    }
}
