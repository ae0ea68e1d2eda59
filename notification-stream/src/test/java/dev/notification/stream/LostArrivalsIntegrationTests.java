package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.stream.Cluster.Node;
import org.junit.jupiter.api.Test;

/** A node that hears of nothing still delivers everything: the table is the truth. */
class LostArrivalsIntegrationTests {

    @Test
    void theSweepFindsWhatNoArrivalTold() {
        try (Cluster cluster = new Cluster()) {
            Node writer = cluster.start("--notification.kafka.topics.arrivals=elsewhere-" + System.nanoTime());
            Node deaf = cluster.start("--notification.ingest.enabled=false");
            try (RawStream stream = deaf.stream("alice")) {
                stream.event("stream.caught-up");
                for (int i = 1; i <= 3; i++)
                    cluster.publish(Cluster.to("alice", i).build());
                stream.hasSequences(1L, 2L, 3L);
            }
            assertThat(writer.get("alice", "/v1/inbox/summary")
                            .json()
                            .get("head")
                            .asInt())
                    .isEqualTo(3);
        }
    }
}
