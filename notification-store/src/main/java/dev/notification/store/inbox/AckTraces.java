package dev.notification.store.inbox;

import dev.notification.store.AckRequest;
import dev.notification.store.Traces;
import dev.notification.store.database.ArrayParameters;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tells the traces of acked notifications about it. An ack names sequences, so their attributes are read for it: one statement
 * after each commit that acked something, and only while tracing is on.
 */
final class AckTraces {
    private static final Logger log = LoggerFactory.getLogger(AckTraces.class);

    /** Of many most have no trace, and stay where they are. */
    private static final String TRACED = """
            select w.number, n.attributes from unnest(?, ?, ?) as w (number, recipient, seq)
            join inbox i on i.recipient = w.recipient
            cross join lateral (
              select d.notification_id, d.created_at from delivery d where d.inbox_id = i.id and d.seq = w.seq) d
            join notification n on n.id = d.notification_id and n.created_at = d.created_at
            where position('"traceparent":"'::bytea in n.attributes) > 0
            """;

    private final JdbcTemplate jdbc;
    private final Traces traces;
    private final Clock clock;

    AckTraces(JdbcTemplate jdbc, Traces traces, Clock clock) {
        this.jdbc = jdbc;
        this.traces = traces;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** These requests changed this, by a transaction that began then and is committed. */
    void acked(List<AckRequest> requests, List<Acks.Change> changes, Instant begun) {
        if (!traces.isOn()) return;
        List<Acks.Change> acked = changes.stream().filter(Acks.Change::acked).toList();
        if (acked.isEmpty()) return;
        Instant committed = clock.instant();
        try {
            jdbc.query(TRACED, parameters(acked), row -> {
                Acks.Change change = acked.get((int) row.getLong(1));
                traces.acked(
                        change.recipient(), change.seq(), row.getBytes(2), linked(requests, change), begun, committed);
            });
        } catch (DataAccessException e) {
            // the ack stands, and so does its answer
            log.warn("{} acks are missing in traces: {}", acked.size(), e.getMessage());
        }
    }

    private static ArrayParameters parameters(List<Acks.Change> acked) {
        long[] numbers = new long[acked.size()];
        String[] recipients = new String[acked.size()];
        long[] seqs = new long[acked.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
            recipients[i] = acked.get(i).recipient();
            seqs[i] = acked.get(i).seq();
        }
        return new ArrayParameters().array(numbers).array("text", recipients).array(seqs);
    }

    /** Of the first request that named it, as it is with counting. */
    private static @Nullable String linked(List<AckRequest> requests, Acks.Change change) {
        for (AckRequest request : requests) {
            if (request.recipient().equals(change.recipient()) && AckTransaction.names(request, change)) {
                return request.traceparent();
            }
        }
        return null;
    }
}
