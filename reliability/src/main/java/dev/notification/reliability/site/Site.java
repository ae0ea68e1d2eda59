package dev.notification.reliability.site;

import dev.notification.reliability.proxy.Link;
import dev.notification.reliability.proxy.Proxy;
import dev.notification.reliability.relay.ArrivalsRelay;
import dev.notification.testbed.Deployable;
import dev.notification.testbed.Disk;
import dev.notification.testbed.Guard;
import dev.notification.testbed.KafkaServer;
import dev.notification.testbed.Node;
import dev.notification.testbed.PostgresServer;
import dev.notification.testbed.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Kafka, PostgreSQL, ingest processes, stream nodes, a balancer before them, and between any two of them a link that can be
 * hurt. Every process keeps its ports and its data when it comes back. Whatever happens to this JVM, none of it is left
 * behind. For one thread at a time, but for links and the relay.
 */
public final class Site implements AutoCloseable {
    /** The name under which producers reach Kafka, and clients the stream nodes. */
    public static final String OUTSIDE = "outside";

    /** Within this every deployable is ready, whatever the machine does besides. */
    public static final Duration PATIENCE = Duration.ofMinutes(3);

    private final SitePlan plan;
    private final Guard guard = Guard.start();
    private final Links links;
    private final Tokens tokens;
    private final @Nullable Disk disk;
    private final PostgresServer postgres;
    private final KafkaServer kafka;
    private final List<Deployable> ingests = new ArrayList<>();
    private final List<Deployable> streams = new ArrayList<>();
    private final Proxy balancer;
    private final Map<Deployable, Proxy> doors = new LinkedHashMap<>();
    private final Thread atExit = new Thread(this::closeAll);
    private @Nullable ArrivalsRelay arrivals;

    Site(SitePlan plan) {
        this.plan = plan;
        Path directory = plan.directory();
        try {
            Files.createDirectories(directory);
            tokens = new Tokens(directory, Clock.systemUTC());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("RSA is part of every Java platform", e);
        }
        Path database = directory.resolve("postgres");
        disk = plan.diskMebibytes() == 0 ? null : Disk.mount(database, plan.diskMebibytes(), guard);
        postgres = new PostgresServer(database, guard);
        links = new Links(plan.seed());
        Deployables deployables = new Deployables(plan, postgres, links, tokens, guard);
        for (int i = 1; i <= plan.ingests(); i++) ingests.add(deployables.ingest("ingest-" + i));
        for (int i = 1; i <= plan.streams(); i++) streams.add(deployables.stream("stream-" + i));
        links.toKafka(OUTSIDE);
        kafka = new KafkaServer(directory.resolve("kafka"), links.kafkaListeners(), guard);
        balancer = links.balance(streams);
        streams.forEach(stream -> doors.put(stream, links.alone(stream)));
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    void start() {
        postgres.start();
        Database.create(postgres);
        kafka.start();
        Topics.create(kafka.bootstrapServers(), plan.partitions());
        arrivals = ArrivalsRelay.start(kafka.bootstrapServers(), Topics.ANNOUNCED, Topics.HEARD, plan.seed());
        List<Deployable> all = deployables();
        // the first makes the tables, the others begin beside it
        all.forEach(Deployable::launch);
        all.forEach(deployable -> deployable.awaitReady(PATIENCE));
    }

    /** From 1 on. */
    public Deployable ingest(int number) {
        return ingests.get(number - 1);
    }

    /** From 1 on. */
    public Deployable stream(int number) {
        return streams.get(number - 1);
    }

    /** All that ingest. */
    public List<Deployable> ingests() {
        return List.copyOf(ingests);
    }

    /** All that serve streams. */
    public List<Deployable> streams() {
        return List.copyOf(streams);
    }

    /** Ingests, then streams. */
    public List<Deployable> deployables() {
        List<Deployable> all = new ArrayList<>(ingests);
        all.addAll(streams);
        return all;
    }

    /** The broker. */
    public KafkaServer kafka() {
        return kafka;
    }

    /** The database server. */
    public PostgresServer postgres() {
        return postgres;
    }

    /** The small file system of the database server. */
    public Disk disk() {
        if (disk == null) throw new IllegalStateException("The plan names no disk(mebibytes)");
        return disk;
    }

    /** Arrivals on their way from ingest to the stream nodes. */
    public ArrivalsRelay arrivals() {
        if (arrivals == null) throw new IllegalStateException("The site did not start");
        return arrivals;
    }

    /** Of what connects these two, in both directions. */
    public Link link(Node from, Node to) {
        return links.between(from.name(), to.name());
    }

    /** Of producers to Kafka, or of clients through the balancer to one stream node. */
    public Link linkFromOutside(Node to) {
        return links.between(OUTSIDE, to.name());
    }

    /** Of everybody who is connected to it: deployables, producers, clients. */
    public List<Link> linksTo(Node to) {
        return links.to(to.name());
    }

    /** Where clients connect; a round-robin balancer leads them to stream nodes. */
    public int clientPort() {
        return links.port(balancer);
    }

    /** Where clients connect that choose their stream node themselves; over the link that the balancer uses. */
    public int clientPort(Deployable stream) {
        Proxy door = doors.get(stream);
        if (door == null) throw new IllegalArgumentException(stream.name() + " serves no streams");
        return links.port(door);
    }

    /** Where producers connect, through a link. */
    public String producerBootstrap() {
        return "127.0.0.1:" + links.port(OUTSIDE, kafka.name());
    }

    /** Of the input topic. */
    public String topic() {
        return Topics.NOTIFICATIONS;
    }

    /** Of rejections. */
    public String deadLetterTopic() {
        return Topics.DEAD_LETTERS;
    }

    /** The group of all ingest processes. */
    public String group() {
        return Deployables.GROUP;
    }

    /** Credentials that the stream nodes accept. */
    public Tokens tokens() {
        return tokens;
    }

    /** To the site's database, around every link. */
    public Connection connect() throws SQLException {
        return postgres.connect(Database.NAME);
    }

    /** What was planned. */
    public SitePlan plan() {
        return plan;
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        closeAll();
    }

    private void closeAll() {
        List<AutoCloseable> all = new ArrayList<>();
        // what nobody will use again needs no order in which it could end
        deployables().forEach(deployable -> all.add(deployable::kill));
        if (arrivals != null) all.add(arrivals);
        all.addAll(List.of(links, kafka, postgres));
        if (disk != null) all.add(disk);
        all.add(guard);
        Closing.all(all);
    }
}
