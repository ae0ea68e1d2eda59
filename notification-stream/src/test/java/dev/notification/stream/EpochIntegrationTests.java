package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.stream.Cluster.Node;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A store that was set back says so on every open stream, and knows no old cursor. */
class EpochIntegrationTests {
    private static final String UNKNOWN_EPOCH = "{\"reason\":\"unknown-epoch\"}";

    /** An operator says so, or the database runs elsewhere than where the epoch began. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select renew_epoch()",
                "update epoch set timeline = '00000000'",
                "update epoch set system_identifier = system_identifier + 1"
            })
    void openStreamsBeginAnewAndOldCursorsAreUnknown(String setBack) {
        try (Cluster cluster = new Cluster()) {
            Node node = cluster.start();
            cluster.publish(Cluster.to("alice", 1).build());
            try (RawStream stream = node.stream("alice")) {
                stream.hasSequences(1L);
                String before = stream.cursor();
                node.context().getBean(JdbcTemplate.class).execute(setBack);
                assertThat(stream.event("stream.reset").data()).isEqualTo(UNKNOWN_EPOCH);
                stream.hasSequences(1L, 1L);
                String after = stream.cursor();
                assertThat(after).isNotEqualTo(before);
                assertThat(node.post("alice", "/v1/acks?id=" + before, "").status())
                        .isEqualTo(409);
                assertThat(node.post("alice", "/v1/acks?id=" + after, "").status())
                        .isEqualTo(200);

                try (RawStream late = node.stream("alice", "Last-Event-ID: " + before);
                        RawStream again = node.stream("alice", "Last-Event-ID: " + after)) {
                    assertThat(late.event("stream.reset").data()).isEqualTo(UNKNOWN_EPOCH);
                    // begun once, not at every look
                    assertThat(again.event("stream.ready").json().get("resumed").asBoolean())
                            .isTrue();
                }
                assertThat(stream.blocks())
                        .filteredOn(block -> "stream.reset".equals(block.event()))
                        .hasSize(1);
            }
        }
    }
}
