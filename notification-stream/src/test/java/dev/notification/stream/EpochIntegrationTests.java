package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.stream.Cluster.Node;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A store that was set back says so on every open stream, and knows no old cursor. */
class EpochIntegrationTests {

    @Test
    void openStreamsBeginAnewAndOldCursorsAreUnknown() {
        try (Cluster cluster = new Cluster()) {
            Node node = cluster.start();
            cluster.publish(Cluster.to("alice", 1).build());
            try (RawStream stream = node.stream("alice")) {
                stream.hasSequences(1L);
                String before = stream.cursor();
                node.context().getBean(JdbcTemplate.class).queryForList("select renew_epoch()");
                RawStream.Block reset = stream.event("stream.reset");
                assertThat(reset.data()).isEqualTo("{\"reason\":\"unknown-epoch\"}");
                stream.hasSequences(1L, 1L);
                assertThat(stream.cursor()).isNotEqualTo(before);
                assertThat(node.post("alice", "/v1/acks?id=" + before, "").status())
                        .isEqualTo(409);
                assertThat(node.post("alice", "/v1/acks?id=" + stream.cursor(), "")
                                .status())
                        .isEqualTo(200);
            }
        }
    }
}
