package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.stream.Cluster.Node;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A store that reads and takes new notifications, and does not get on with what is written about sent ones. */
class StalledStoreIntegrationTests {
    /** Less than the store has to answer, from when it was asked a moment after the frame. */
    private static final Duration LATE = Duration.ofSeconds(4);

    private static final String STALL = """
            create table stalled as select true as yes;
            create function stall() returns trigger language plpgsql as $$
            begin
              while exists (select from stalled) loop
                perform pg_sleep(0.1);
              end loop;
              return new;
            end $$;
            create trigger stall before update on delivery for each row execute function stall()""";

    @Test
    void noStreamOutlivesItsTokenForTheSakeOfItsSentMarks() {
        try (Cluster cluster = new Cluster()) {
            Node node = cluster.start();
            JdbcTemplate sql = node.context().getBean(JdbcTemplate.class);
            sql.execute(STALL);
            Duration lifetime = Duration.ofSeconds(8);
            Instant asked = Clock.systemUTC().instant();
            try (RawStream stream = RawStream.open(node.port(), "/v1/stream", Tokens.of("alice", lifetime))) {
                cluster.publish(Cluster.to("alice", 1).build());
                stream.hasSequences(1L);
                assertThat(stream.endedCleanly()).isTrue();
                assertThat(Duration.between(asked, Clock.systemUTC().instant())).isLessThan(lifetime.plus(LATE));
                assertThat(stream.event("stream.close").data())
                        .isEqualTo("{\"reason\":\"token-expired\",\"reconnect\":true}");
            } finally {
                sql.update("delete from stalled");
            }
        }
    }
}
