package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.stream.Cluster.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** C37: a node that goes down says so at once, lets nobody in, and ends its streams one after the other. */
class DrainIntegrationTests {
    private static final Duration DRAIN = Duration.ofSeconds(15);

    @Test
    void endsItsStreamsSpreadOverTheDrainAndTakesAcksMeanwhile() {
        try (Cluster cluster = new Cluster()) {
            Node node = cluster.start("--notification.stream.drain=" + DRAIN.toSeconds() + "s");
            int management = TestNode.managementPort(node.context());
            List<RawStream> streams = new ArrayList<>();
            for (int i = 0; i < 40; i++) streams.add(node.stream("alice-" + i));
            streams.forEach(stream -> stream.event("stream.caught-up"));
            assertThat(ready(management)).isEqualTo(200);

            long began = System.nanoTime();
            CompletableFuture<Void> stopped =
                    CompletableFuture.runAsync(() -> node.context().close());
            await().until(() -> ready(management) == 503);
            RawStream refused = node.stream("bob");
            assertThat(refused.status()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(refused.event("stream.close").data()).isEqualTo("{\"reason\":\"draining\",\"reconnect\":true}");
            assertThat(refused.text()).containsPattern("retry: ([5-9]|[12]\\d)\\d{3}\n");
            assertThat(refused.endedCleanly()).isTrue();
            assertThat(node.stream("bob", "Prefer: wait=1, Respond-Status; x=1").status())
                    .startsWith("HTTP/1.1 503");
            assertThat(node.post("alice-39", "/v1/acks", "{\"upTo\":1}").status())
                    .isEqualTo(200);

            List<Duration> ends = new ArrayList<>();
            for (RawStream stream : streams) {
                assertThat(stream.endedCleanly()).isTrue();
                assertThat(stream.text()).endsWith("{\"reason\":\"draining\",\"reconnect\":true}\n\n");
                List<RawStream.Part> parts = stream.parts();
                ends.add(Duration.ofNanos(parts.get(parts.size() - 1).nanos() - began));
            }
            Collections.sort(ends);
            Duration step = DRAIN.dividedBy(streams.size());
            // a step less, as the node measures with another clock
            for (int i = 1; i < ends.size(); i++) {
                assertThat(ends.get(i)).as("end %d", i).isGreaterThanOrEqualTo(step.multipliedBy(i - 1));
            }
            // the last one was still open then
            assertThat(ends.get(0)).isLessThan(step.multipliedBy(streams.size() - 1));
            stopped.join();
        }
    }

    private static int ready(int port) {
        return Answer.to(port, "GET", "/readyz", "", null).status();
    }
}
