package dev.notification.stream.connection;

import dev.notification.store.AckRequest;
import dev.notification.store.Inbox;
import dev.notification.store.SentMark;
import dev.notification.stream.ack.PendingMarks;
import dev.notification.stream.database.Batcher;
import dev.notification.stream.database.DatabaseExecutor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * What was sent and is not yet known to the store. Written together when it is a few turns old, or with the ack that covers it, or
 * before a stream is ended. Whoever acks meanwhile is so waited for: a delivery then costs one update, not two. Safe for all threads.
 */
final class SentMarks implements PendingMarks {
    private static final Logger log = LoggerFactory.getLogger(SentMarks.class);
    /** At which turn after its frame a mark is written. */
    static final int TURNS = 6;

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
    /** By age in turns: the last one takes what is sent now, the first one is due. */
    private final ArrayDeque<MarksByRecipient> waiting = new ArrayDeque<>();

    private MarksByRecipient beingWritten = new MarksByRecipient();
    /** What went along with an ack whose transaction is not over. */
    private final MarksByRecipient taken = new MarksByRecipient();

    private int count;
    /** One turn at a time: while the database does not answer each of them would keep a thread that others need. */
    private boolean turning;

    SentMarks(Inbox inbox, DatabaseExecutor executor, int maxStreams) {
        this.inbox = inbox;
        this.executor = executor;
        this.flushes = new Batcher<>("sent-marks", executor, 1_000, maxStreams, 1, this::flushFor);
        for (int age = 0; age <= TURNS; age++) waiting.add(new MarksByRecipient());
    }

    synchronized void add(SentMark mark) {
        if (count >= MAX_PENDING) return;
        waiting.getLast().add(mark);
        count++;
    }

    /** Marks that a write already has under way are among them: nobody knows yet whether it succeeds. */
    @Override
    public synchronized List<SentMark> take(List<AckRequest> requests) {
        List<SentMark> marks = new ArrayList<>();
        Map<String, List<AckRequest>> byRecipient =
                requests.stream().collect(Collectors.groupingBy(AckRequest::recipient));
        byRecipient.forEach((recipient, own) -> {
            Predicate<SentMark> covered =
                    mark -> !mark.settles() && own.stream().anyMatch(request -> request.covers(mark.seq()));
            for (MarksByRecipient age : waiting) {
                List<SentMark> removed = age.removeIf(recipient, covered);
                count -= removed.size();
                removed.forEach(taken::add);
            }
            Stream.concat(beingWritten.of(recipient), taken.of(recipient))
                    .filter(covered)
                    .forEach(marks::add);
        });
        return marks;
    }

    @Override
    public synchronized void durable(List<SentMark> marks) {
        marks.forEach(taken::remove);
    }

    @Override
    public synchronized void putBack(List<SentMark> marks) {
        durable(marks);
        marks.forEach(this::add);
    }

    /** Calls back, on any thread, when the recipient's marks are durable, or could not be made so now. */
    void flushed(String recipient, Runnable then) {
        synchronized (this) {
            Stream<MarksByRecipient> all = Stream.concat(waiting.stream(), Stream.of(beingWritten, taken));
            if (all.noneMatch(marks -> marks.holds(recipient))) {
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

    /** Ages what waits, and has what is due written on the executor. */
    void turn() {
        synchronized (this) {
            age();
            if (turning || waiting.getFirst().isEmpty()) return;
            turning = true;
        }
        try {
            executor.execute(this::flushDue);
        } catch (RejectedExecutionException busy) {
            turned();
            log.debug("The database is busy, sent marks wait for the next turn");
        }
    }

    /** What is due stays so; a write that takes longer than a turn holds up nothing but itself. */
    private void age() {
        MarksByRecipient due = waiting.remove();
        waiting.remove().all().forEach(due::add);
        waiting.addFirst(due);
        waiting.add(new MarksByRecipient());
    }

    private void flushDue() {
        try {
            flush(false);
        } finally {
            turned();
        }
    }

    private synchronized void turned() {
        turning = false;
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
        List<SentMark> marks = new ArrayList<>();
        int ages = everything ? waiting.size() : 1;
        for (int age = 0; age < ages; age++) waiting.remove().all().forEach(marks::add);
        for (int age = 0; age < ages; age++) waiting.addFirst(new MarksByRecipient());
        count -= marks.size();
        marks.forEach(beingWritten::add);
        // whoever waits for this is not to wait for an ack as well, and to write them twice does no harm
        if (everything) taken.all().forEach(marks::add);
        return marks;
    }

    private synchronized void endWrite() {
        beingWritten = new MarksByRecipient();
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
