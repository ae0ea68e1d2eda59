package dev.notification.stream.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.AckRequest;
import dev.notification.store.Inbox;
import dev.notification.store.SentMark;
import dev.notification.stream.database.DatabaseExecutor;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class SentMarksTests {
    private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");

    private final List<SentMark> written = new ArrayList<>();
    private final List<Integer> batches = new ArrayList<>();
    /** One thread: what is executed later is later. */
    private final DatabaseExecutor database = new DatabaseExecutor(1, 100);

    private final SentMarks marks = new SentMarks(inbox(), database, 100);
    private boolean down;
    private int attempts;
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile CountDownLatch silent = new CountDownLatch(0);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void areWrittenAtTheLastTurn() throws InterruptedException {
        SentMark first = add("a", 1);
        turns(1);
        SentMark second = add("a", 2);
        turns(SentMarks.TURNS - 2);
        assertThat(written).isEmpty();
        turns(1);
        assertThat(written).containsExactly(first);
        turns(1);
        assertThat(written).containsExactly(first, second);
        turns(SentMarks.TURNS);
        assertThat(written).hasSize(2);
    }

    @Test
    void anAckTakesWhatItCoversAlongAtAnyAge() throws InterruptedException {
        SentMark old = add("a", 1);
        SentMark notCovered = add("a", 3);
        SentMark ofAnother = add("b", 1);
        SentMark needsNoAck = new SentMark("a", 2, NOW, NOW, 1, true);
        marks.add(needsNoAck);
        turns(1);
        SentMark young = add("a", 2);
        assertThat(take("a", 2)).containsExactly(old, young);
        turns(SentMarks.TURNS);
        assertThat(written).containsExactlyInAnyOrder(notCovered, ofAnother, needsNoAck);
    }

    @Test
    void anAckBesideAnotherOneTakesThemAlongToo() throws InterruptedException {
        SentMark mark = add("a", 1);
        List<SentMark> taken = take("a", 1);
        assertThat(taken).containsExactly(mark);
        assertThat(take("a", 1)).as("nobody knows who commits first").isEqualTo(taken);
        CountDownLatch flushed = new CountDownLatch(1);
        marks.flushed("a", flushed::countDown);
        assertThat(flushed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(written).as("who ends a stream waits for no ack").containsExactly(mark);
        marks.durable(taken);
        assertThat(take("a", 1)).isEmpty();
    }

    @Test
    void whatAnAckCouldNotMakeDurableIsWritten() throws InterruptedException {
        SentMark mark = add("a", 1);
        marks.putBack(take("a", 1));
        turns(SentMarks.TURNS);
        assertThat(written).containsExactly(mark);
        assertThat(take("a", 1)).isEmpty();
    }

    @Test
    void whoeverEndsAStreamHasAllOfThemWritten() throws InterruptedException {
        SentMark old = add("a", 1);
        turns(1);
        SentMark young = add("a", 2);
        CountDownLatch flushed = new CountDownLatch(1);
        marks.flushed("a", flushed::countDown);
        assertThat(flushed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(written).containsExactly(old, young);
        marks.flushed("a", () -> written.clear());
        assertThat(written).as("nothing to wait for").isEmpty();
    }

    @Test
    void whatADatabaseDoesNotTakeIsKept() throws InterruptedException {
        SentMark mark = add("a", 1);
        down = true;
        turns(SentMarks.TURNS);
        assertThat(written).isEmpty();
        down = false;
        turns(SentMarks.TURNS);
        assertThat(written).containsExactly(mark);
    }

    @Test
    void manyAreWrittenInBatchesSoThatAcksWaitForFewOfThem() throws InterruptedException {
        for (int recipient = 0; recipient < 2 * SentMarks.MAX_BATCH + 1; recipient++) add("r" + recipient, 1);
        turns(SentMarks.TURNS);
        assertThat(batches).containsExactly(SentMarks.MAX_BATCH, SentMarks.MAX_BATCH, 1);
    }

    @Test
    void aDatabaseThatIsAwayIsTriedOnceATurn() throws InterruptedException {
        for (int recipient = 0; recipient < 2 * SentMarks.MAX_BATCH + 1; recipient++) add("r" + recipient, 1);
        down = true;
        turns(SentMarks.TURNS);
        assertThat(attempts).isEqualTo(1);
        down = false;
        turns(SentMarks.TURNS);
        assertThat(written).hasSize(2 * SentMarks.MAX_BATCH + 1).doesNotHaveDuplicates();
    }

    @Test
    void ageWhileAnotherWriteTakesLong() throws InterruptedException {
        silent = new CountDownLatch(1);
        SentMark slow = add("a", 1);
        for (int turn = 0; turn < SentMarks.TURNS; turn++) marks.turn();
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        SentMark first = add("b", 1);
        marks.turn();
        SentMark second = add("b", 2);
        for (int turn = 1; turn < SentMarks.TURNS; turn++) marks.turn();
        silent.countDown();
        whenTheDatabaseIsIdle();
        assertThat(written).containsExactly(slow);
        turns(1);
        assertThat(written).containsExactly(slow, first, second);
    }

    @Test
    void oneTurnAtATimeWaitsForADatabaseThatSaysNothing() throws InterruptedException {
        silent = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(1);
        try (DatabaseExecutor narrow = new DatabaseExecutor(1, 1)) {
            SentMarks waiting = new SentMarks(inbox(), narrow, 100);
            for (int turn = 1; turn < 3 * SentMarks.TURNS; turn++) {
                waiting.add(mark("a", turn));
                waiting.turn();
                if (turn == SentMarks.TURNS)
                    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            }
            // there is room for one, which another turn would have taken
            narrow.execute(others::countDown);
            silent.countDown();
            assertThat(others.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private SentMark add(String recipient, long seq) {
        SentMark mark = mark(recipient, seq);
        marks.add(mark);
        return mark;
    }

    private static SentMark mark(String recipient, long seq) {
        Instant now = NOW.plusSeconds(seq);
        return new SentMark(recipient, seq, now, now, 1, false);
    }

    private List<SentMark> take(String recipient, long upTo) {
        return marks.take(List.of(new AckRequest(recipient, null, List.of(), upTo, false)));
    }

    /** Returns when what the turns began is done. */
    private void turns(int turns) throws InterruptedException {
        for (int turn = 0; turn < turns; turn++) {
            marks.turn();
            whenTheDatabaseIsIdle();
        }
    }

    private void whenTheDatabaseIsIdle() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        database.execute(done::countDown);
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Only ever asked to write marks. */
    private Inbox inbox() {
        return (Inbox) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Inbox.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("markSent")) throw new UnsupportedOperationException(method.getName());
                    asked.countDown();
                    silent.await();
                    attempts++;
                    if (down) throw new DataAccessResourceFailureException("down");
                    for (Object mark : (List<?>) arguments[0]) written.add((SentMark) mark);
                    batches.add(((List<?>) arguments[0]).size());
                    return null;
                });
    }
}
