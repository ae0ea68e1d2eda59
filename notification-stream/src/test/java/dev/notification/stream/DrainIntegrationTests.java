package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.stream.Cluster.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** C37: a node that goes down says so at once, lets nobody in, and ends its streams one after the other. */
class DrainIntegrationTests {

    @Test
    void endsItsStreamsSpreadOverTheDrainAndTakesAcksMeanwhile() {
        try (Cluster cluster = new Cluster()) {
            Node node = cluster.start("--notification.stream.drain=4s");
            int management = TestNode.managementPort(node.context());
            List<RawStream> streams = new ArrayList<>();
            for (int i = 0; i < 40; i++) streams.add(node.stream("alice-" + i));
            streams.forEach(stream -> stream.event("stream.caught-up"));
            assertThat(ready(management)).isEqualTo(200);

            long began = System.nanoTime();
            CompletableFuture<Void> stopped =
                    CompletableFuture.runAsync(() -> node.context().close());
            await().atMost(Duration.ofSeconds(1)).until(() -> ready(management) == 503);
            RawStream refused = node.stream("bob");
            assertThat(refused.status()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(refused.event("stream.close").data()).isEqualTo("{\"reason\":\"draining\",\"reconnect\":true}");
            assertThat(refused.text()).containsPattern("retry: ([5-9]|[12]\\d)\\d{3}\n");
            assertThat(refused.endedCleanly()).isTrue();
            assertThat(node.stream("bob", "Prefer: wait=1, Respond-Status; x=1").status())
                    .startsWith("HTTP/1.1 503");
            assertThat(node.post("alice-39", "/v1/acks", "{\"upTo\":1}").status())
                    .isEqualTo(200);

            List<Long> ends = new ArrayList<>();
            for (RawStream stream : streams) {
                assertThat(stream.endedCleanly()).isTrue();
                assertThat(stream.text()).endsWith("{\"reason\":\"draining\",\"reconnect\":true}\n\n");
                List<RawStream.Part> parts = stream.parts();
                ends.add(Duration.ofNanos(parts.get(parts.size() - 1).nanos() - began)
                        .toMillis());
            }
            for (long second = 0; second < 4; second++) {
                long from = second * 1_000;
                assertThat(ends)
                        .as("ends from %d ms on", from)
                        .filteredOn(end -> end >= from && end < from + 1_000)
                        .hasSizeBetween(5, 20);
            }
            stopped.join();
        }
    }

    private static int ready(int port) {
        return Answer.to(port, "GET", "/readyz", "", null).status();
    }
}
