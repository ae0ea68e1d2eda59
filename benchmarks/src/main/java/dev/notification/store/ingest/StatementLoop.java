package dev.notification.store.ingest;

import dev.notification.store.ingest.MessageKeys.Claim;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The transactions of ingest over one connection, and nothing else of it: what the database allows. It lives in ingest's package so
 * that the statements are the product's own. For one thread.
 */
public final class StatementLoop {
    private static final String TOPIC = "statement-loop";
    private static final int BATCH = 1_000;
    private static final int MAX_DATA_BYTES = 64 * 1024;

    private final RecordReader reader = new RecordReader(MAX_DATA_BYTES);
    private final Connection connection;
    private final TopicPartition partition;
    private final Offsets offsets;
    private final MessageKeys keys;
    private final InboxWriter inboxes;
    private List<Draft> drafts = List.of();
    private long position;

    /** @param partition no other loop on this database has it */
    public StatementLoop(Connection connection, int partition) throws SQLException {
        this.connection = connection;
        this.partition = new TopicPartition(TOPIC, partition);
        JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
        offsets = new Offsets(jdbc);
        keys = new MessageKeys(jdbc);
        inboxes = new InboxWriter(jdbc, CrashPoint.NONE);
        connection.setAutoCommit(false);
        offsets.begin(TOPIC, this.partition, 0);
        connection.commit();
    }

    /** Decodes what {@link #store} is to store. */
    public void decode(List<ConsumerRecord<byte[], byte[]>> records, Instant now) {
        drafts = reader.read(records, now).drafts();
    }

    /** Stores what was decoded, in transactions as large as those of ingest. */
    public void store() throws SQLException {
        for (int from = 0; from < drafts.size(); from += BATCH) {
            List<Draft> batch = drafts.subList(from, Math.min(from + BATCH, drafts.size()));
            long next = position + batch.size();
            offsets.move(TOPIC, new Batch(List.of(), Map.of(partition, position), Map.of(partition, next)));
            Claim claim = keys.claim(batch);
            inboxes.append(claim.fresh());
            connection.commit();
            position = next;
        }
    }
}
