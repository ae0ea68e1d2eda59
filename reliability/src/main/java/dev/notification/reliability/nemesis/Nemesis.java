package dev.notification.reliability.nemesis;

import dev.notification.reliability.proxy.Direction;
import dev.notification.reliability.proxy.Link;
import dev.notification.reliability.proxy.Toxics;
import dev.notification.reliability.relay.ArrivalsRelay;
import dev.notification.reliability.relay.Mischief;
import dev.notification.reliability.site.Site;
import dev.notification.testbed.Deployable;
import dev.notification.testbed.Node;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Hurts one site. What hurts processes and links is here; see {@link DatabaseNemesis} and {@link KafkaNemesis} for what hurts
 * inside the servers.
 */
public final class Nemesis implements AutoCloseable {
    private final Site site;
    private final Work work;
    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    /** One that has done nothing yet. */
    public Nemesis(Site site) {
        this.site = site;
        this.work = new Work(site);
    }

    /** Kills it with -9 while it is busy, and counts with what: records not stored yet, or connections. */
    public Fault kill(Node node) {
        if (!node.isAlive()) return noted(Fault.moment("kill -9 " + node.name(), "processes", 0));
        long busy = work.awaited(node);
        node.kill();
        return noted(Fault.moment("kill -9 " + node.name(), "pieces of work under way", busy));
    }

    /** Kills it and starts it again; returns when it is ready. */
    public Fault crash(Node node) {
        Fault fault = kill(node);
        node.start();
        return fault;
    }

    /** Ends it as an operator would while it is busy, until the fault is ended. */
    public Fault down(Node node) {
        long busy = work.awaited(node);
        node.stop();
        return noted(new Fault("stop " + node.name(), "pieces of work under way", () -> busy, node::start));
    }

    /** Ends it as an operator would while it is busy; it stays away. */
    public Fault leave(Node node) {
        long busy = work.awaited(node);
        node.stop();
        return noted(Fault.moment("stop " + node.name(), "pieces of work under way", busy));
    }

    /** Freezes it while it is busy, until the fault is ended; it then goes on as if no time had passed. */
    public Fault freeze(Node node) {
        boolean alive = node.isAlive();
        long busy = alive ? work.awaited(node) : 0;
        node.pause();
        return noted(new Fault("freeze " + node.name(), "pieces of work under way", () -> busy, node::resume));
    }

    /** A crash point was built in by {@code reliability.crash}: waits until it was reached. */
    public Fault awaitCrashPoint(Deployable node, String step, Duration patience) {
        boolean reached = node.ended(patience);
        return noted(Fault.moment("crash of " + node.name() + " at " + step, "deaths", reached ? 1 : 0));
    }

    /** The same toxics both ways, until the fault is ended. */
    public Fault toxics(Collection<Link> links, Toxics toxics) {
        return toxics(toxics.toString(), links, toxics, toxics);
    }

    /** Toxics on the way to the servers and on the way back, until the fault is ended. */
    public Fault toxics(Collection<Link> links, Toxics up, Toxics down) {
        return toxics("to " + up + ", back " + down, links, up, down);
    }

    private Fault toxics(String name, Collection<Link> links, Toxics up, Toxics down) {
        LongGrowth bytes = new LongGrowth(links, Link::hurtBytes);
        LongGrowth connections = new LongGrowth(links, Link::hurtConnections);
        // a black hole holds what would be read: connections that are open are hurt, bytes never come to be counted
        long held = up.blackhole() || down.blackhole() ? sum(links, Link::open) : 0;
        for (Link link : links) {
            link.toxics(Direction.UP, up);
            link.toxics(Direction.DOWN, down);
        }
        return noted(new Fault(
                name + " on " + named(links),
                "bytes or connections",
                () -> bytes.now() + connections.now() + held,
                () -> links.forEach(Link::heal)));
    }

    /** Each round trip takes so much longer. */
    public Fault slow(Collection<Link> links, Duration roundTrip) {
        Toxics half = Toxics.NONE.latency(roundTrip.dividedBy(2));
        return toxics("%,d ms for a round trip".formatted(roundTrip.toMillis()), links, half, half);
    }

    /** Connections are accepted and nothing passes. */
    public Fault blackhole(Collection<Link> links) {
        return toxics(links, Toxics.BLACKHOLE);
    }

    /** A partition: everything open is reset, and so is everything that is opened. */
    public Fault partition(Collection<Link> links) {
        LongGrowth refused = new LongGrowth(links, Link::refused);
        long cut = links.stream().mapToLong(Link::breakDown).sum();
        return noted(new Fault(
                "partition of " + named(links),
                "connections reset or refused",
                () -> cut + refused.now(),
                () -> links.forEach(Link::heal)));
    }

    /** Resets everything that is open, once. */
    public Fault reset(Collection<Link> links) {
        long cut = links.stream().mapToLong(Link::reset).sum();
        return noted(Fault.moment("reset of " + named(links), "connections", cut));
    }

    /** What becomes of arrivals, until the fault is ended. */
    public Fault arrivals(Mischief.Ways ways) {
        ArrivalsRelay relay = site.arrivals();
        ArrivalsRelay.Counts before = relay.counts();
        Function<ArrivalsRelay.Counts, Long> harm = counts -> counts.dropped() + counts.doubled() + counts.moved();
        relay.behave(ways);
        return noted(new Fault(
                "arrivals: " + ways,
                "arrivals lost, doubled or moved",
                () -> harm.apply(relay.counts()) - harm.apply(before),
                () -> relay.behave(Mischief.Ways.HONEST)));
    }

    /** Inside PostgreSQL and its disk. */
    public DatabaseNemesis database() {
        return new DatabaseNemesis(site, this::noted);
    }

    /** Inside Kafka. */
    public KafkaNemesis kafka() {
        return new KafkaNemesis(site, this::noted);
    }

    /** Of the kernel's sockets and networks; needs root. */
    public NetworkNemesis network() {
        return new NetworkNemesis(this::noted);
    }

    /** What its nodes are busy with. */
    public Work work() {
        return work;
    }

    /** All that was done so far. */
    public List<Fault> faults() {
        return List.copyOf(faults);
    }

    /** Ends what lasts, and fails if one of them hurt nothing: what was seen meanwhile would prove nothing. */
    public void requireAllHappened() {
        faults.forEach(Fault::end);
        List<Fault> empty =
                faults.stream().filter(fault -> fault.happened() == 0).toList();
        if (!empty.isEmpty()) throw new IllegalStateException("These faults hurt nothing: " + empty);
    }

    /** Ends what lasts. */
    @Override
    public void close() {
        try (work) {
            faults.forEach(Fault::end);
        }
    }

    private Fault noted(Fault fault) {
        faults.add(fault);
        return fault;
    }

    private static String named(Collection<Link> links) {
        return links.stream().map(Link::name).collect(Collectors.joining(", "));
    }

    private static long sum(Collection<Link> links, ToLongFunction<Link> number) {
        return links.stream().mapToLong(number).sum();
    }

    /** By how much a number of links has grown. */
    private record LongGrowth(Collection<Link> links, ToLongFunction<Link> number, long before) {
        LongGrowth(Collection<Link> links, ToLongFunction<Link> number) {
            this(links, number, sum(links, number));
        }

        long now() {
            return sum(links, number) - before;
        }
    }
}
