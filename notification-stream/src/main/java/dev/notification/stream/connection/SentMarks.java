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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was sent and is not yet known to the store. Written together twice a second, or with the ack of the recipient, or
 * before a stream is ended. Safe for all threads.
 */
final class SentMarks implements PendingMarks {
    private static final Logger log = LoggerFactory.getLogger(SentMarks.class);
    /** A lost mark costs a repeat, so a store that does not answer costs no more memory than this many. */
    private static final int MAX_PENDING = 200_000;

    private static final int MAX_BATCH = 5_000;

    private final Inbox inbox;
    private final DatabaseExecutor executor;
    private final Batcher<String, Boolean> flushes;

    /** Held while the store is asked, so never taken inside of this. */
    private final Object writing = new Object();

    // guarded by this
    private final Map<String, List<SentMark>> pending = new HashMap<>();
    private final Map<String, List<SentMark>> beingWritten = new HashMap<>();
    private int count;

    SentMarks(Inbox inbox, DatabaseExecutor executor, int maxStreams) {
        this.inbox = inbox;
        this.executor = executor;
        this.flushes = new Batcher<>("sent-marks", executor, 1_000, maxStreams, 1, this::flush);
    }

    synchronized void add(SentMark mark) {
        if (count >= MAX_PENDING) return;
        pending.computeIfAbsent(mark.recipient(), key -> new ArrayList<>(1)).add(mark);
        count++;
    }

    /** Marks that a write already has under way are among them: nobody knows yet whether it succeeds. */
    @Override
    public synchronized List<SentMark> take(Collection<String> recipients) {
        List<SentMark> marks = new ArrayList<>();
        for (String recipient : recipients) {
            marks.addAll(beingWritten.getOrDefault(recipient, List.of()));
            List<SentMark> taken = pending.remove(recipient);
            if (taken == null) continue;
            count -= taken.size();
            marks.addAll(taken);
        }
        return marks;
    }

    @Override
    public synchronized void putBack(List<SentMark> marks) {
        marks.forEach(this::add);
    }

    /** Calls back, on any thread, when the recipient's marks are durable, or could not be made so now. */
    void flushed(String recipient, Runnable then) {
        synchronized (this) {
            if (!pending.containsKey(recipient) && !beingWritten.containsKey(recipient)) {
                then.run();
                return;
            }
        }
        var unused = flushes.submit(recipient).subscribe(done -> then.run(), failure -> then.run());
    }

    private List<Boolean> flush(List<String> recipients) {
        flushAll();
        return recipients.stream().map(recipient -> true).toList();
    }

    /** Writes everything pending, on the executor. */
    void flushSoon() {
        synchronized (this) {
            if (pending.isEmpty()) return;
        }
        try {
            executor.execute(this::flushAll);
        } catch (RejectedExecutionException busy) {
            log.debug("The database is busy, sent marks wait for the next turn");
        }
    }

    /** Writes everything pending, on this thread, after whoever is writing already. */
    void flushAll() {
        synchronized (writing) {
            List<SentMark> marks = beginWrite();
            try {
                for (int from = 0; from < marks.size(); from += MAX_BATCH) {
                    write(marks.subList(from, Math.min(marks.size(), from + MAX_BATCH)));
                }
            } finally {
                endWrite();
            }
        }
    }

    private synchronized List<SentMark> beginWrite() {
        List<SentMark> marks = new ArrayList<>();
        beingWritten.putAll(pending);
        pending.clear();
        count = 0;
        beingWritten.values().forEach(marks::addAll);
        return marks;
    }

    private synchronized void endWrite() {
        beingWritten.clear();
    }

    private void write(List<SentMark> marks) {
        try {
            inbox.markSent(marks);
        } catch (RuntimeException e) {
            log.warn("Cannot write {} sent marks, trying again: {}", marks.size(), e.getMessage());
            putBack(marks);
        }
    }
}
