package dev.notification.store.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many records wait in each partition of this process: from where the store ends to the end of the partition. Kafka is
 * asked for all of them at once and on a thread of its own, since the consumers themselves do not look while they cannot
 * store. While Kafka does not answer, the ends are those it told last.
 */
final class IngestLag implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(IngestLag.class);
    private static final long PERIOD_SECONDS = 5;

    private final Positions positions;
    private final Admin admin;
    private final MultiGauge gauges;
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "ingest-lag");
        thread.setDaemon(true);
        return thread;
    });

    IngestLag(Positions positions, Admin admin, MeterRegistry registry) {
        this.positions = positions;
        this.admin = admin;
        this.gauges = MultiGauge.builder("notification.ingest.lag")
                .description("Records of a partition of this process that are not stored yet")
                .register(registry);
    }

    void start() {
        var unused = timer.scheduleWithFixedDelay(this::look, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        Map<TopicPartition, Long> reached = positions.reached();
        ends.keySet().retainAll(reached.keySet());
        if (!reached.isEmpty()) learnEnds(reached);
        show(positions.reached());
    }

    private void learnEnds(Map<TopicPartition, Long> reached) {
        try {
            ends.putAll(ask(reached));
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            log.debug("Kafka does not say where partitions end, asking again: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<TopicPartition, Long> ask(Map<TopicPartition, Long> partitions)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.keySet().stream().collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> told = admin.listOffsets(
                        latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get(PERIOD_SECONDS, TimeUnit.SECONDS);
        return told.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    private void show(Map<TopicPartition, Long> reached) {
        List<MultiGauge.Row<?>> rows = reached.entrySet().stream()
                .<MultiGauge.Row<?>>map(position -> MultiGauge.Row.of(
                        Tags.of("partition", Integer.toString(position.getKey().partition())),
                        Math.max(0, ends.getOrDefault(position.getKey(), position.getValue()) - position.getValue())))
                .toList();
        gauges.register(rows, true);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
