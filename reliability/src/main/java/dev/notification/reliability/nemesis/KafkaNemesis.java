package dev.notification.reliability.nemesis;

import dev.notification.reliability.site.Site;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Hurts Kafka from inside. */
public final class KafkaNemesis {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Site site;
    private final UnaryOperator<Fault> noted;

    KafkaNemesis(Site site, UnaryOperator<Fault> noted) {
        this.site = site;
        this.noted = noted;
    }

    /** A stranger joins the group of ingest, is given partitions, stores nothing of them, and leaves. */
    public Fault rebalance() {
        long assigned = 0;
        try (KafkaConsumer<byte[], byte[]> stranger = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        site.kafka().bootstrapServers(),
                        "group.id",
                        site.group(),
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "latest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            stranger.subscribe(List.of(site.topic()));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (assigned == 0 && System.nanoTime() < deadline) {
                stranger.poll(Duration.ofMillis(100));
                assigned = stranger.assignment().size();
            }
        }
        return noted.apply(Fault.moment("rebalance", "partitions that changed hands", assigned));
    }

    /** Gives the input topic so many partitions; there is no way back. */
    public Fault growPartitions(int count) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", site.kafka().bootstrapServers()))) {
            int before = Work.partitions(admin, site.topic()).size();
            admin.createPartitions(Map.of(site.topic(), NewPartitions.increaseTo(count)))
                    .all()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return noted.apply(Fault.moment(
                    "%d partitions instead of %d".formatted(count, before),
                    "new partitions",
                    Work.partitions(admin, site.topic()).size() - before));
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Partitions were not made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
