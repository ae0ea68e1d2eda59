package dev.notification.stream.connection;

import dev.notification.store.Inbox;
import dev.notification.store.Opening;
import dev.notification.store.Page;
import dev.notification.store.PageRequest;
import dev.notification.store.Place;
import dev.notification.stream.database.Batcher;
import dev.notification.stream.database.DatabaseExecutor;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the store on behalf of all streams of the node together: who asks while a query runs goes into the next one, so a thousand
 * reconnects cost a few queries.
 */
final class StoreReader {
    private static final Logger log = LoggerFactory.getLogger(StoreReader.class);
    private static final int MAX_OPENINGS = 500;
    /** With 64 KiB for each of three lanes, a batch of pages holds at most 12 MiB. */
    private static final int MAX_PAGES = 64;
    /** Two, so that one slow page does not hold up the others. */
    private static final int CONCURRENT = 2;

    private static final int MAX_EXHAUSTED = 5_000;

    private final Batcher<String, Opening> openings;
    private final Batcher<PageRequest, Page> pages;
    private final Batcher<Place, Boolean> exhausted;
    private volatile long lastOpening;

    /**
     * For the streams of one node.
     *
     * @param maxStreams each stream asks for one thing at a time, so no queue is longer
     * @param maxAttempts after which a delivery is exhausted
     */
    StoreReader(
            Inbox inbox,
            DatabaseExecutor executor,
            int maxStreams,
            int maxAttempts,
            Connections connections,
            StreamMetrics metrics) {
        openings = new Batcher<>("openings", executor, MAX_OPENINGS, maxStreams, CONCURRENT, recipients -> {
            List<Opening> answers = inbox.open(recipients);
            lastOpening = Moment.steadyNow();
            connections.learn(answers.get(0).epoch());
            return answers;
        });
        pages = new Batcher<>("pages", executor, MAX_PAGES, maxStreams, CONCURRENT, requests -> {
            List<Page> read = inbox.read(requests);
            metrics.read(read);
            return read;
        });
        exhausted = new Batcher<>("exhausted", executor, MAX_EXHAUSTED, MAX_EXHAUSTED * 4, 1, places -> {
            inbox.exhaust(places, maxAttempts);
            return places.stream().map(place -> true).toList();
        });
    }

    /** When the store last answered streams that open, as a {@link Moment steady} millisecond. */
    long lastOpening() {
        return lastOpening;
    }

    /** Calls back on a thread of the executor. */
    void open(String recipient, Consumer<Opening> answer, Runnable failed) {
        var unused = openings.submit(recipient).subscribe(answer, failure -> failed("open streams", failure, failed));
    }

    /** Calls back on a thread of the executor. */
    void read(PageRequest request, Consumer<Page> answer, Runnable failed) {
        var unused = pages.submit(request).subscribe(answer, failure -> failed("read pages", failure, failed));
    }

    /** Settles deliveries that were shown often enough. What fails is found again by the recipient's next stream. */
    void exhaust(String recipient, List<Long> seqs) {
        for (long seq : seqs) {
            var unused = exhausted
                    .submit(new Place(recipient, seq))
                    .subscribe(done -> {}, failure -> log.warn("Cannot exhaust: {}", failure.getMessage()));
        }
    }

    private static void failed(String what, Throwable failure, Runnable failed) {
        log.warn("Cannot {}, trying again: {}", what, failure.getMessage());
        failed.run();
    }
}
