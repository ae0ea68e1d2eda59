package dev.notification.benchmarks.site;

import dev.notification.testbed.Deployment;
import dev.notification.testbed.Program;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** What one benchmark has to itself: a database, Kafka topics and a consumer group, all named after it. */
public record Site(Bench bench, String name, String jdbcUrl) implements Deployment {
    private static final int PARTITIONS = 8;

    /** With another database of the same server, and topics of another name. */
    public Site on(String database, String topics) {
        return new Site(bench, topics, jdbcUrl.replaceFirst("/[^/?]*(\\?|$)", "/" + database + "$1"));
    }

    public String topic() {
        return name + ".notifications";
    }

    @Override
    public Path directory() {
        return bench.directory();
    }

    @Override
    public Program program() {
        return bench.program();
    }

    @Override
    public List<String> arguments() {
        return List.of(
                "--spring.datasource.url=" + jdbcUrl,
                "--spring.datasource.username=" + bench.servers().username(),
                "--spring.datasource.password=" + bench.servers().password(),
                "--spring.kafka.bootstrap-servers=" + bench.servers().bootstrapServers(),
                "--notification.ingest.group=" + name,
                "--notification.kafka.topics.notifications=" + topic(),
                "--notification.kafka.topics.dlt=" + name + ".dlt",
                "--notification.kafka.topics.arrivals=" + name + ".arrivals",
                "--notification.kafka.topics.receipts=" + name + ".receipts",
                "--notification.kafka.topics.escalations=" + name + ".escalations");
    }

    public Connection connect() throws SQLException {
        return bench.connect(jdbcUrl);
    }

    /** Records that ingest has stored or refused. */
    public long stored() throws SQLException {
        return number("select coalesce(sum(next_offset), 0) from kafka_offset");
    }

    /** Deliveries that are stored and have no outcome. */
    public long unsettled() throws SQLException {
        return number("select count(*) from delivery where outcome is null");
    }

    /** What a query of one number says. */
    public long number(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * Returns when each partition has a leader that answers. One that does not yet may refuse the first batch of a producer and take the
     * second; the first is then out of order for good, and lost (Kafka 4.2).
     */
    public void createTopic() throws ExecutionException, InterruptedException {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", bench.servers().bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic(), Optional.of(PARTITIONS), Optional.empty())))
                    .all()
                    .get();
            admin.listOffsets(IntStream.range(0, PARTITIONS)
                            .mapToObj(partition -> new TopicPartition(topic(), partition))
                            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                    .all()
                    .get();
        }
    }

    /** Of records for this site's topic. */
    public Sender sender(int lingerMillis) {
        return new Sender(bench.servers().bootstrapServers(), topic(), lingerMillis);
    }
}
