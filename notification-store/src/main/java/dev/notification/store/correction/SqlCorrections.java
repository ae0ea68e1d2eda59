package dev.notification.store.correction;

import dev.notification.store.Arrival;
import dev.notification.store.Arrivals;
import dev.notification.store.Author;
import dev.notification.store.Corrected;
import dev.notification.store.Corrected.Outcome;
import dev.notification.store.Corrections;
import dev.notification.store.NotificationKey;
import dev.notification.store.SequenceRange;
import dev.notification.store.audit.AuditLog;
import dev.notification.store.correction.Settling.Row;
import dev.notification.store.database.Epochs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Corrections in PostgreSQL. Each transaction changes a bounded number of deliveries, what holds locks for longer would keep
 * ingest and acks of these inboxes waiting, and has its own row in the audit; then the stream nodes are told.
 */
final class SqlCorrections implements Corrections {
    static final int PER_TRANSACTION = 1_000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final AuditLog audit;
    private final Epochs epochs;
    private final Arrivals arrivals;
    private final Inboxes inboxes;

    SqlCorrections(
            JdbcTemplate jdbc, TransactionTemplate transaction, AuditLog audit, Epochs epochs, Arrivals arrivals) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.audit = audit;
        this.epochs = epochs;
        this.arrivals = arrivals;
        this.inboxes = new Inboxes(jdbc);
    }

    @Override
    public Corrected cancel(NotificationKey key, Set<String> recipients, Author author) {
        Change change = new Change("cancel", key, recipients, author);
        return correct(change, scope -> settle(Settling.CANCEL, change, scope));
    }

    @Override
    public Corrected expire(NotificationKey key, Set<String> recipients, Author author) {
        Change change = new Change("expire", key, recipients, author);
        return correct(change, scope -> settle(Settling.EXPIRE, change, scope));
    }

    @Override
    public Corrected resend(NotificationKey key, Set<String> recipients, Author author) {
        Change change = new Change("resend", key, recipients, author);
        return correct(change, scope -> {
            if (scope.target.expired()) return Corrected.not(Outcome.EXPIRED);
            return resend(change, scope);
        });
    }

    @Override
    public long erase(String recipient, Author author) {
        Erasing erasing = new Erasing(jdbc);
        long[] ids = inboxes.ids(Set.of(recipient));
        if (ids.length == 0) return 0;
        long erased = 0;
        for (boolean first = true; ; first = false) {
            boolean recorded = first;
            List<Row> rows = transacted(() -> {
                List<Row> deleted = erasing.next(ids[0], PER_TRANSACTION);
                if (recorded || !deleted.isEmpty())
                    audit.write(author, "erase", recipient, null, Map.of("deliveries", deleted.size()));
                return deleted;
            });
            withdrawn(rows);
            erased += rows.size();
            // until none is found: what was resent while the last ones were deleted is there now
            if (rows.isEmpty()) return erased;
        }
    }

    /** What is done to which notification by whom, and in whose inboxes: in all when nobody is named. */
    private record Change(String action, NotificationKey key, Set<String> recipients, Author author) {}

    /** Where: in all inboxes when none are named. */
    private record Scope(Target target, long[] inboxes) {}

    private Corrected correct(Change change, Function<Scope, Corrected> correction) {
        Optional<Target> target = Target.find(jdbc, change.key);
        if (target.isEmpty()) return Corrected.not(Outcome.UNKNOWN);
        long[] ids = inboxes.ids(change.recipients);
        if (ids.length == 0 && !change.recipients.isEmpty()) return new Corrected(Outcome.DONE, 0);
        return correction.apply(new Scope(target.get(), ids));
    }

    private Corrected settle(Settling settling, Change change, Scope scope) {
        long changed = 0;
        Row after = Row.FIRST;
        List<Row> rows;
        do {
            Row from = after;
            rows = transacted(() -> {
                List<Row> settled = settling.next(jdbc, scope.target, from, scope.inboxes, PER_TRANSACTION);
                if (!settled.isEmpty()) write(change, settled.size());
                return settled;
            });
            withdrawn(rows);
            changed += rows.size();
            if (!rows.isEmpty()) after = rows.get(rows.size() - 1);
        } while (rows.size() == PER_TRANSACTION);
        return new Corrected(Outcome.DONE, changed);
    }

    private Corrected resend(Change change, Scope scope) {
        Resending resending = new Resending(jdbc, inboxes);
        long changed = 0;
        long after = 0;
        boolean erased = false;
        long[] next = inboxes.having(scope.target, after, scope.inboxes, PER_TRANSACTION);
        while (next.length > 0) {
            long[] ids = next;
            Resending.Resent resent;
            try {
                resent = transacted(() -> {
                    Resending.Resent done = resending.resend(scope.target, ids);
                    write(change, done.placed().size());
                    return done;
                });
            } catch (Resending.Erased meanwhile) {
                erased = true;
                next = inboxes.having(scope.target, after, scope.inboxes, PER_TRANSACTION);
                continue;
            }
            withdrawn(resent.superseded());
            long epochId = epochs.current().id();
            arrivals.announce(() -> resent.placed().stream()
                    .<Arrival>map(placed -> new Arrival.Stored(placed.recipient(), epochId, placed.seq(), null))
                    .iterator());
            changed += resent.placed().size();
            after = ids[ids.length - 1];
            next = inboxes.having(scope.target, after, scope.inboxes, PER_TRANSACTION);
        }
        return erased && changed == 0 ? Corrected.not(Outcome.UNKNOWN) : new Corrected(Outcome.DONE, changed);
    }

    /** Found by the recipient if it is one; several are named beside what was changed. */
    private void write(Change change, int changed) {
        Map<String, Object> detail = new LinkedHashMap<>(Map.of("changed", changed));
        if (change.recipients.size() > 1) detail.put("recipients", change.recipients);
        String one =
                change.recipients.size() == 1 ? change.recipients.iterator().next() : null;
        audit.write(change.author, change.action, one, change.key, detail);
    }

    private <T> T transacted(Supplier<T> work) {
        return transaction.execute(status -> work.get());
    }

    /** Open streams forget what is no longer to be sent. */
    private void withdrawn(List<Row> rows) {
        if (rows.isEmpty()) return;
        long epochId = epochs.current().id();
        Map<Long, String> names =
                inboxes.names(rows.stream().map(Row::inboxId).distinct().toList());
        List<Arrival> announcements = new ArrayList<>();
        rows.stream().collect(Collectors.groupingBy(Row::inboxId)).forEach((inbox, own) -> {
            String recipient = names.get(inbox);
            if (recipient == null) return;
            long[] seqs = own.stream().mapToLong(Row::seq).toArray();
            announcements.add(new Arrival.Withdrawn(recipient, epochId, SequenceRange.of(seqs)));
        });
        arrivals.announce(announcements);
    }
}
