package dev.notification.reliability.nemesis;

import dev.notification.reliability.proxy.Link;
import dev.notification.reliability.site.Site;
import dev.notification.testbed.Node;
import dev.notification.testbed.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * What a node is busy with: of ingest the records that wait for it, of all others the connections to them. Asks around every
 * link, and so needs the servers themselves alive.
 */
public final class Work implements AutoCloseable {
    private static final String STORED = "select coalesce(sum(next_offset), 0) from kafka_offset where topic = '%s'";

    private static final String POSITIONS = "select partition, next_offset from kafka_offset where topic = '%s'";

    private static final String OLD_TRANSACTIONS = """
            select count(*) from pg_stat_activity where datname = current_database() and application_name <> ?
            and xact_start < now() - make_interval(secs => ?)
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(2);

    private final Site site;
    private final Admin admin;

    /** Of the nodes of this site. */
    public Work(Site site) {
        this.site = site;
        this.admin = Admin.create(Map.of("bootstrap.servers", site.kafka().bootstrapServers()));
    }

    /**
     * Waits until the node is busy, and returns with what. Between two looks at a calm site nothing may be under way: whoever
     * hurts the node hurts it on what this one saw.
     *
     * @throws IllegalStateException when it never is
     */
    long awaited(Node node) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (long busy = of(node); ; busy = of(node)) {
            if (busy > 0) return busy;
            if (System.nanoTime() > deadline) throw new IllegalStateException(node.name() + " has nothing to do");
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private long of(Node node) {
        if (site.ingests().contains(node)) return waiting();
        return site.linksTo(node).stream().mapToLong(Link::open).sum();
    }

    /** Records that Kafka has and no ingest process has dealt with. */
    public long waiting() {
        return published() - stored();
    }

    /** Records that ingest has dealt with. */
    public long stored() {
        try (Connection connection = site.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(STORED.formatted(site.topic()))) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("Nobody knows what ingest is busy with while the database is away", e);
        }
    }

    /** Transactions of deployables that are open for so long, and could still be committed. */
    public long transactionsOlderThan(Duration age) {
        try (Connection connection = site.connect();
                PreparedStatement statement = connection.prepareStatement(OLD_TRANSACTIONS)) {
            statement.setString(1, PostgresServer.APPLICATION_NAME);
            statement.setDouble(2, age.toMillis() / 1e3);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Nobody knows what is open while the database is away", e);
        }
    }

    /** Of every partition that ingest has a position in: the next record that it will deal with. */
    public Map<Integer, Long> positions() {
        try (Connection connection = site.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(POSITIONS.formatted(site.topic()))) {
            Map<Integer, Long> positions = new HashMap<>();
            while (row.next()) positions.put(row.getInt(1), row.getLong(2));
            return positions;
        } catch (SQLException e) {
            throw new IllegalStateException("Nobody knows where ingest is while the database is away", e);
        }
    }

    /** Whether ingest went on in each of these partitions. */
    public boolean allBeyond(Map<Integer, Long> before) {
        Map<Integer, Long> now = positions();
        return before.entrySet().stream().allMatch(one -> now.getOrDefault(one.getKey(), 0L) > one.getValue());
    }

    private long published() {
        try {
            Map<TopicPartition, OffsetSpec> ends = partitions(admin, site.topic()).stream()
                    .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
            return admin.listOffsets(ends).all().get(10, TimeUnit.SECONDS).values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("Nobody knows what ingest is busy with while Kafka is away", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    static List<TopicPartition> partitions(Admin admin, String topic) throws ExecutionException, InterruptedException {
        TopicDescription description = Objects.requireNonNull(
                admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic), "what was asked for");
        return description.partitions().stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
