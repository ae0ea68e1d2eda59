package dev.notification.store.ingest;

import dev.notification.api.Rejection;
import dev.notification.api.RejectionCode;
import dev.notification.store.Arrival;
import dev.notification.store.Arrivals;
import dev.notification.store.Traces;
import dev.notification.store.database.Epochs;
import dev.notification.store.database.SqlStates;
import dev.notification.store.retention.Partitions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The write path of one poll: decode, one transaction, then the announcement. Everything of a batch is committed or
 * nothing; what a thrown exception leaves behind may be tried again as it is.
 */
final class Ingestion {
    private static final String STATEMENT_TIMEOUT = "57014";
    /** check_violation: of these tables only a row that no partition takes. */
    private static final String NO_PARTITION = "23514";
    /** Most deliveries of one transaction, unless one record has more: what holds inbox locks for longer is divided. */
    private static final int MAX_DELIVERIES = 10_000;

    private final RecordReader reader;
    private final Tables tables;
    private final DeadLetters deadLetters;
    private final Told told;
    private final Clock clock;

    /** Who hears of it after the commit. */
    record Told(Arrivals arrivals, IngestMetrics metrics, Traces traces) {}

    /** What the transaction writes to. */
    record Tables(
            TransactionTemplate transaction,
            Offsets offsets,
            MessageKeys keys,
            InboxWriter inboxes,
            RejectionLog rejections,
            Partitions partitions,
            Epochs epochs,
            CrashPoint crashPoint) {}

    Ingestion(RecordReader reader, Tables tables, DeadLetters deadLetters, Told told, Clock clock) {
        this.reader = reader;
        this.tables = tables;
        this.deadLetters = deadLetters;
        this.told = told;
        this.clock = clock;
    }

    /** @throws LostPartitionException when the partitions belong to another owner by now */
    void ingest(String topicId, Batch batch) {
        tables.crashPoint.reached(CrashPoint.Step.POLLED);
        Instant taken = clock.instant();
        RecordReader.Sorted sorted = reader.read(batch.records(), taken);
        if (sorted.deliveries() > MAX_DELIVERIES && batch.records().size() > 1) {
            batch.halves().forEach(half -> ingest(topicId, half));
            return;
        }
        try {
            store(topicId, batch, sorted, taken);
        } catch (DataAccessException e) {
            narrow(topicId, batch, e);
        }
    }

    private void store(String topicId, Batch batch, RecordReader.Sorted sorted, Instant taken) {
        Outcome outcome = tables.transaction.execute(status -> write(topicId, batch, sorted));
        Instant committed = clock.instant();
        tables.crashPoint.reached(CrashPoint.Step.COMMITTED);
        announce(outcome.stored());
        tables.crashPoint.reached(CrashPoint.Step.ANNOUNCED);
        told.metrics.count(outcome.stored(), outcome.duplicates(), outcome.refusals());
        told.metrics.took(outcome.fresh(), committed.toEpochMilli());
        if (told.traces.isOn()) trace(outcome.fresh(), taken, committed);
    }

    /** One transaction belongs to as many traces as it has notifications. */
    private void trace(List<MessageKeys.Identified> fresh, Instant taken, Instant committed) {
        for (MessageKeys.Identified one : fresh) {
            int deliveries = one.draft().notification().audience().names().size();
            told.traces.stored(one.draft().content().attributes(), deliveries, taken, committed);
        }
    }

    private record Outcome(
            List<MessageKeys.Identified> fresh, List<Stored> stored, int duplicates, List<Refusal> refusals) {}

    /** The transaction. Refused records are kept last, so that what fails before and is retried does not keep them again. */
    private Outcome write(String topicId, Batch batch, RecordReader.Sorted sorted) {
        tables.offsets.move(topicId, batch);
        tables.crashPoint.reached(CrashPoint.Step.OFFSETS_MOVED);
        MessageKeys.Claim claim = tables.keys.claim(sorted.drafts());
        MessageKeys.Late late = tables.keys.late(sorted.late());
        tables.crashPoint.reached(CrashPoint.Step.KEYS_CLAIMED);
        List<Stored> stored = tables.inboxes.append(claim.fresh());
        List<Refusal> refusals = new ArrayList<>(sorted.refusals());
        refusals.addAll(claim.conflicts());
        refusals.addAll(late.refusals());
        List<DeadLetters.Letter> letters = deadLetters.send(refusals);
        tables.crashPoint.reached(CrashPoint.Step.LETTERS_SENT);
        tables.rejections.add(letters);
        tables.crashPoint.reached(CrashPoint.Step.REFUSALS_KEPT);
        return new Outcome(claim.fresh(), stored, claim.duplicates() + late.duplicates(), refusals);
    }

    private void announce(List<Stored> stored) {
        told.arrivals.announce(
                () -> stored.stream().<Arrival>map(Stored::arrival).iterator());
    }

    /** Finds the one value the database refuses by halving the batch; everything else is the retry's business. */
    private void narrow(String topicId, Batch batch, DataAccessException failure) {
        String state = SqlStates.of(failure);
        if (state.equals(NO_PARTITION)) tables.partitions.makeAhead();
        boolean refused = state.startsWith("22") || state.startsWith("54");
        if (!refused && !state.equals(STATEMENT_TIMEOUT)) throw failure;
        if (batch.records().size() > 1) {
            batch.halves().forEach(half -> ingest(topicId, half));
        } else if (refused) {
            Rejection rejection = new Rejection(
                    RejectionCode.UNSTORABLE,
                    null,
                    "The database refuses a value of this record (SQLSTATE " + state + ")");
            Refusal refusal = new Refusal(batch.records().get(0), rejection);
            store(topicId, batch, new RecordReader.Sorted(List.of(), List.of(), List.of(refusal)), clock.instant());
        } else {
            throw failure;
        }
    }
}
