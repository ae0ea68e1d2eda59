package dev.notification.stream.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.stream.Cluster.Node;
import dev.notification.stream.RawStream;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** C52: whoever connects while much arrives misses nothing between what was stored before and what comes live. */
@ExtendWith(Nodes.Shared.class)
class ConcurrentConnectsConformanceIntegrationTests {
    private static final int RECIPIENTS = 25;
    private static final int STREAMS_EACH = 8;
    private static final int THREADS = 4;
    private static final int NOTIFICATIONS = 240;

    private final Nodes nodes;

    ConcurrentConnectsConformanceIntegrationTests(Nodes nodes) {
        this.nodes = nodes;
    }

    /** 40 notifications a second to 25 recipients are 1,000 deliveries a second. */
    @Test
    void c52everyStreamOpenedWhileMuchArrivesIsContiguous() {
        List<Recipient> recipients =
                Stream.generate(nodes::recipient).limit(RECIPIENTS).toList();
        List<String> names = recipients.stream().map(Recipient::name).toList();
        Queue<RawStream> streams = new ConcurrentLinkedQueue<>();
        AtomicInteger published = new AtomicInteger();
        ScheduledExecutorService workers = Executors.newScheduledThreadPool(THREADS + 1);
        var producer = workers.scheduleAtFixedRate(
                () -> {
                    if (published.getAndIncrement() >= NOTIFICATIONS) return;
                    nodes.cluster()
                            .publish(recipients
                                    .get(0)
                                    .number(1)
                                    .recipients(names)
                                    .build());
                },
                0,
                25,
                TimeUnit.MILLISECONDS);
        for (int i = 0; i < RECIPIENTS * STREAMS_EACH; i++) {
            Recipient recipient = recipients.get(i % RECIPIENTS);
            // of each recipient's streams one is at the other node
            Node node = i % STREAMS_EACH == 0 ? nodes.brisk() : nodes.ordinary();
            var unused = workers.schedule(() -> streams.add(recipient.streamOn(node)), 25L * i, TimeUnit.MILLISECONDS);
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> published.get() >= NOTIFICATIONS && streams.size() == RECIPIENTS * STREAMS_EACH);
        assertThat(producer.isDone()).isFalse();
        workers.shutdownNow();
        Long[] all = LongStream.rangeClosed(1, NOTIFICATIONS).boxed().toArray(Long[]::new);
        for (RawStream stream : streams) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> stream.notifications().size() >= NOTIFICATIONS);
            stream.hasSequences(all).close();
        }
    }
}
