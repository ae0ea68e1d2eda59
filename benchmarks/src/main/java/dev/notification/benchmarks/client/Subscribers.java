package dev.notification.benchmarks.client;

import dev.notification.benchmarks.site.CpuTime;
import dev.notification.benchmarks.site.Site;
import dev.notification.testbed.Deployable;
import dev.notification.testbed.Tokens;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The deployable with open streams, each of a recipient of its own, whose clients note what they receive and may ack it. */
public final class Subscribers implements AutoCloseable {
    private final Received received = new Received();
    private final Site site;
    private final Deployable deployable;
    private final Streams streams;
    private final List<String> tokens;
    private final int ackMillis;
    private @Nullable volatile Acks acks;

    private Subscribers(Site site, Tokens issuer, List<String> tokens, int ackMillis, String... more) {
        this.site = site;
        this.tokens = tokens;
        this.ackMillis = ackMillis;
        // what nobody acks is not to be repeated meanwhile
        String ackWait = "--notification.stream.ack-wait=" + (ackMillis < 0 ? "1h" : "30s");
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.add(ackWait);
        deployable = Deployable.start(site, issuer, arguments.toArray(String[]::new));
        streams = new Streams(deployable.port(), tokens, (client, frame) -> {
            received.add(frame);
            Acks to = acks;
            if (to != null) to.received(client, frame.seq());
        });
    }

    /**
     * Returns when the deployable is ready, without a stream.
     *
     * @param ackMillis how often each client acks what it received, 0 for each notification at once, negative for never
     * @param more arguments of the deployable
     */
    public static Subscribers start(Site site, int count, int ackMillis, String... more) throws Exception {
        Tokens tokens = new Tokens(site.bench().directory(), Clock.systemUTC());
        List<String> all = IntStream.range(0, count)
                .parallel()
                .mapToObj(client -> tokens.of(OpenLoop.recipient(client)))
                .toList();
        return new Subscribers(site, tokens, all, ackMillis, more);
    }

    /** Returns when all streams have caught up; acks from the beginning. */
    public void open() throws InterruptedException {
        if (ackMillis >= 0) acks = Acks.start(streams.loops(), deployable.port(), tokens, ackMillis);
        streams.open(tokens.size());
    }

    public Received received() {
        return received;
    }

    /** Of these clients and all that serves them. */
    public CpuTime cpuTime() throws SQLException {
        try (Connection connection = site.connect()) {
            return CpuTime.now(site, deployable, connection);
        }
    }

    /** Whether everything that was received is acked and each request so far was answered with 200. */
    public boolean areSettled() {
        Acks all = acks;
        return all != null && all.areAnswered();
    }

    public String ackCounts() {
        Acks all = acks;
        return all == null ? "none" : all.counts();
    }

    /**
     * Returns if all streams are open.
     *
     * @throws IllegalStateException when a stream ended that should not have
     */
    public void check() {
        streams.check();
    }

    @Override
    public void close() {
        streams.close();
        deployable.close();
    }
}
