package dev.notification.benchmarks.load;

import dev.notification.benchmarks.site.Site;
import dev.notification.store.ingest.StatementLoop;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What the database alone allows of a drain: the same statements on the same rows from loops over JDBC. Records are decoded in
 * portions, and only the time between is counted.
 */
final class DrainLimit {
    private static final int PORTION = 50_000;
    /** Of {@code SessionSettings}, those that plans depend on. */
    private static final String SESSION =
            "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set jit = off";

    private final Site site;
    private final int records;
    private final IntFunction<ProducerRecord<byte[], byte[]>> source;

    /** @param source the record of each number, the same whenever it is asked */
    DrainLimit(Site site, int records, IntFunction<ProducerRecord<byte[], byte[]>> source) {
        this.site = site;
        this.records = records;
        this.source = source;
    }

    /** Records a second, after all that is stored was thrown away. */
    double rate(int connections) throws Exception {
        try (Connection connection = site.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("truncate message_key, inbox, notification, delivery, kafka_offset");
            statement.execute("checkpoint");
        }
        List<Connection> open = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<StatementLoop> loops = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                open.add(session());
                loops.add(new StatementLoop(open.get(i), i));
            }
            return rate(loops, threads);
        } finally {
            threads.shutdownNow();
            for (Connection connection : open) connection.close();
        }
    }

    private Connection session() throws SQLException {
        Connection connection = site.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute(SESSION);
        }
        return connection;
    }

    private double rate(List<StatementLoop> loops, ExecutorService threads) throws Exception {
        long nanos = 0;
        for (int from = 0; from < records; from += PORTION) {
            decode(loops, from, Math.min(from + PORTION, records));
            List<Callable<Object>> stores = new ArrayList<>();
            for (StatementLoop loop : loops) {
                stores.add(() -> {
                    loop.store();
                    return loop;
                });
            }
            long begin = System.nanoTime();
            for (Future<Object> stored : threads.invokeAll(stores)) stored.get();
            nanos += System.nanoTime() - begin;
        }
        return records * 1e9 / nanos;
    }

    /** Each recipient's go to one loop, as they do through a partition. */
    private void decode(List<StatementLoop> loops, int from, int to) {
        List<List<ConsumerRecord<byte[], byte[]>>> shares = new ArrayList<>();
        loops.forEach(loop -> shares.add(new ArrayList<>()));
        for (int i = from; i < to; i++) {
            ProducerRecord<byte[], byte[]> record = source.apply(i);
            int share = Math.floorMod(Arrays.hashCode(record.key()), loops.size());
            shares.get(share).add(new ConsumerRecord<>(record.topic(), share, i, record.key(), record.value()));
        }
        for (int i = 0; i < loops.size(); i++)
            loops.get(i).decode(shares.get(i), Clock.systemUTC().instant());
    }
}
