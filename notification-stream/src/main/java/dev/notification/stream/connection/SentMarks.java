package dev.notification.stream.connection;

import dev.notification.store.Inbox;
import dev.notification.store.SentMark;
import dev.notification.stream.ack.PendingMarks;
import dev.notification.stream.database.Batcher;
import dev.notification.stream.database.DatabaseExecutor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * What was sent and is not yet known to the store. Written together at the turn after the next, or with the ack of the recipient,
 * or before a stream is ended. Who acks at once is so waited for: a delivery then costs one update, not two. Safe for all threads.
 */
final class SentMarks implements PendingMarks {
    private static final Logger log = LoggerFactory.getLogger(SentMarks.class);
    /** A lost mark costs a repeat, so a store that does not answer costs no more memory than this many. */
    private static final int MAX_PENDING = 200_000;

    /** An ack waits for the rows that a batch has locked, and a batch of more is not cheaper each. */
    static final int MAX_BATCH = 500;

    private final Inbox inbox;
    private final DatabaseExecutor executor;
    private final Batcher<String, Boolean> flushes;

    /** Held while the store is asked, so never taken inside of this. */
    private final Object writing = new Object();

    // guarded by this
    private final Map<String, List<SentMark>> fresh = new HashMap<>();
    private final Map<String, List<SentMark>> aged = new HashMap<>();
    private final Map<String, List<SentMark>> beingWritten = new HashMap<>();
    /** What went along with an ack whose transaction is not over. */
    private final Map<String, List<SentMark>> taken = new HashMap<>();

    private int count;
    /** One turn at a time: while the database does not answer each of them would keep a thread that others need. */
    private boolean turning;

    SentMarks(Inbox inbox, DatabaseExecutor executor, int maxStreams) {
        this.inbox = inbox;
        this.executor = executor;
        this.flushes = new Batcher<>("sent-marks", executor, 1_000, maxStreams, 1, this::flushFor);
    }

    synchronized void add(SentMark mark) {
        if (count >= MAX_PENDING) return;
        fresh.computeIfAbsent(mark.recipient(), key -> new ArrayList<>(1)).add(mark);
        count++;
    }

    /** Marks that a write already has under way are among them: nobody knows yet whether it succeeds. */
    @Override
    public synchronized List<SentMark> take(Collection<String> recipients) {
        List<SentMark> marks = new ArrayList<>();
        for (String recipient : recipients) {
            List<SentMark> pending = new ArrayList<>(removed(aged, recipient));
            pending.addAll(removed(fresh, recipient));
            count -= pending.size();
            if (!pending.isEmpty())
                taken.computeIfAbsent(recipient, key -> new ArrayList<>()).addAll(pending);
            marks.addAll(beingWritten.getOrDefault(recipient, List.of()));
            marks.addAll(taken.getOrDefault(recipient, List.of()));
        }
        return marks;
    }

    private static List<SentMark> removed(Map<String, List<SentMark>> marks, String recipient) {
        List<SentMark> removed = marks.remove(recipient);
        return removed == null ? List.of() : removed;
    }

    @Override
    public synchronized void durable(List<SentMark> marks) {
        for (SentMark mark : marks) {
            taken.computeIfPresent(mark.recipient(), (recipient, left) -> {
                left.remove(mark);
                return left.isEmpty() ? null : left;
            });
        }
    }

    @Override
    public synchronized void putBack(List<SentMark> marks) {
        durable(marks);
        marks.forEach(this::add);
    }

    /** Calls back, on any thread, when the recipient's marks are durable, or could not be made so now. */
    void flushed(String recipient, Runnable then) {
        synchronized (this) {
            if (Stream.of(fresh, aged, beingWritten, taken).noneMatch(marks -> marks.containsKey(recipient))) {
                then.run();
                return;
            }
        }
        var unused = flushes.submit(recipient).subscribe(done -> then.run(), failure -> then.run());
    }

    private List<Boolean> flushFor(List<String> recipients) {
        flushAll();
        return recipients.stream().map(recipient -> true).toList();
    }

    /** Ages what is pending, and has what was pending a turn ago already written on the executor. */
    void turn() {
        synchronized (this) {
            if (turning) return;
            if (aged.isEmpty()) {
                age();
                return;
            }
            turning = true;
        }
        try {
            executor.execute(this::flushAged);
        } catch (RejectedExecutionException busy) {
            turned();
            log.debug("The database is busy, sent marks wait for the next turn");
        }
    }

    private void flushAged() {
        try {
            flush(false);
        } finally {
            turned();
        }
    }

    private synchronized void turned() {
        turning = false;
    }

    private void age() {
        aged.putAll(fresh);
        fresh.clear();
    }

    /** Writes everything pending, on this thread, after whoever is writing already. */
    void flushAll() {
        flush(true);
    }

    private void flush(boolean everything) {
        synchronized (writing) {
            List<SentMark> marks = beginWrite(everything);
            try {
                int from = 0;
                boolean reached = true;
                for (int end; reached && from < marks.size(); from = end) {
                    end = Math.min(marks.size(), from + MAX_BATCH);
                    reached = write(marks.subList(from, end));
                }
                putBack(marks.subList(from, marks.size()));
            } finally {
                endWrite();
            }
        }
    }

    private synchronized List<SentMark> beginWrite(boolean everything) {
        beingWritten.putAll(aged);
        aged.clear();
        if (everything)
            fresh.forEach((recipient, marks) -> beingWritten
                    .computeIfAbsent(recipient, key -> new ArrayList<>(marks.size()))
                    .addAll(marks));
        else aged.putAll(fresh);
        fresh.clear();
        List<SentMark> marks = new ArrayList<>(
                beingWritten.values().stream().flatMap(List::stream).toList());
        count -= marks.size();
        // whoever waits for this is not to wait for an ack as well, and to write them twice does no harm
        if (everything) taken.values().forEach(marks::addAll);
        return marks;
    }

    private synchronized void endWrite() {
        beingWritten.clear();
    }

    /** Whether there is a database that could take more: each attempt without one takes seconds. */
    private boolean write(List<SentMark> marks) {
        try {
            inbox.markSent(marks);
            return true;
        } catch (RuntimeException e) {
            log.warn("Cannot write {} sent marks, trying again: {}", marks.size(), e.getMessage());
            putBack(marks);
            return !(e instanceof CannotCreateTransactionException || e instanceof DataAccessResourceFailureException);
        }
    }
}
