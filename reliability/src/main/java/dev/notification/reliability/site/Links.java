package dev.notification.reliability.site;

import dev.notification.reliability.proxy.Link;
import dev.notification.reliability.proxy.Proxy;
import dev.notification.servers.LocalKafka;
import dev.notification.servers.Ports;
import dev.notification.testbed.Deployable;
import dev.notification.testbed.PostgresServer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The proxies of a site, all on one thread. */
final class Links implements AutoCloseable {
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final long seed;
    private final Map<Ends, Link> links = new LinkedHashMap<>();
    private final Map<Proxy, Integer> ports = new LinkedHashMap<>();
    private final List<LocalKafka.Listener> kafkaListeners = new ArrayList<>();

    private record Ends(String from, String to) {}

    Links(long seed) {
        this.seed = seed;
    }

    /** The port at which this one finds PostgreSQL. */
    int toPostgres(String from, PostgresServer postgres) {
        return listen(from, postgres.name(), postgres.port());
    }

    /**
     * The port at which this one finds Kafka. Kafka tells its clients where to connect, so each has a listener of its own
     * there, which says the port of the proxy.
     */
    int toKafka(String from) {
        int behind = Ports.choose();
        int port = listen(from, "kafka", behind);
        kafkaListeners.add(new LocalKafka.Listener(behind, port));
        return port;
    }

    private int listen(String from, String to, int target) {
        return port(proxy(List.of(link(from, to, target))));
    }

    private Link link(String from, String to, int target) {
        Link link = new Link(from + " → " + to, target, seed * 1_000 + links.size());
        links.put(new Ends(from, to), link);
        return link;
    }

    private Proxy proxy(List<Link> over) {
        int port = Ports.choose();
        Proxy proxy = Proxy.listen(loop, port, over);
        ports.put(proxy, port);
        return proxy;
    }

    Proxy balance(List<Deployable> nodes) {
        return proxy(nodes.stream()
                .map(node -> link(Site.OUTSIDE, node.name(), node.port()))
                .toList());
    }

    /** To one of those behind the balancer, over the same link. */
    Proxy alone(Deployable node) {
        return proxy(List.of(between(Site.OUTSIDE, node.name())));
    }

    List<LocalKafka.Listener> kafkaListeners() {
        return kafkaListeners;
    }

    int port(Proxy proxy) {
        Integer port = ports.get(proxy);
        if (port == null) throw new IllegalArgumentException("a proxy of another site");
        return port;
    }

    int port(String from, String to) {
        Link link = between(from, to);
        return ports.entrySet().stream()
                .filter(entry -> entry.getKey().links().contains(link))
                .mapToInt(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    Link between(String from, String to) {
        Link link = links.get(new Ends(from, to));
        if (link == null) throw new IllegalArgumentException("Nothing leads from " + from + " to " + to);
        return link;
    }

    List<Link> to(String to) {
        return links.entrySet().stream()
                .filter(entry -> entry.getKey().to().equals(to))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public void close() {
        ports.keySet().forEach(Proxy::close);
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
