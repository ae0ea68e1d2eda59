package dev.notification.stream.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.stream.Cluster;
import dev.notification.stream.Cluster.Node;
import dev.notification.stream.RawStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** C37: which stream of a node that goes down ends when, told by a clock of the test's own. */
class ConnectionsIntegrationTests {
    private static final int STREAMS = 40;
    private static final Duration STEP = Duration.ofMinutes(1);

    @Test
    void endsItsStreamsOneStepOfTheDrainAfterTheOther() {
        try (Cluster cluster = new Cluster()) {
            Node node = cluster.start("--notification.stream.max-age=1d");
            List<RawStream> streams = IntStream.range(0, STREAMS)
                    .mapToObj(i -> node.stream("alice-" + i))
                    .toList();
            streams.forEach(stream -> stream.event("stream.caught-up"));
            Connections connections = node.context().getBean(Connections.class);
            // later than the node's own clock will show, and over before the tokens are
            Moment begin = later(Moment.now(Clock.systemUTC()), Duration.ofMinutes(10));
            connections.drain(begin, STEP.multipliedBy(STREAMS));
            for (int ended = 0; ended < STREAMS; ended++) {
                Moment due = later(begin, STEP.multipliedBy(ended));
                tick(connections, later(due, Duration.ofMillis(-1)));
                assertThat(connections.count()).isEqualTo(STREAMS - ended);
                tick(connections, due);
                assertThat(connections.count()).isEqualTo(STREAMS - ended - 1);
            }
            for (RawStream stream : streams) {
                assertThat(stream.event("stream.close").data())
                        .isEqualTo("{\"reason\":\"draining\",\"reconnect\":true}");
            }
        }
    }

    private static Moment later(Moment moment, Duration span) {
        return new Moment(moment.wall().plus(span), moment.in(span));
    }

    private static void tick(Connections connections, Moment now) {
        connections.forEach(connection -> {
            var unused = connection.loop().submit(() -> connection.tick(now)).syncUninterruptibly();
        });
    }
}
