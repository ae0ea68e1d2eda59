package dev.notification.stream.ack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.notification.api.Priority;
import dev.notification.store.AckRequest;
import dev.notification.store.AckResult;
import dev.notification.store.Content;
import dev.notification.store.InMemoryArrivals;
import dev.notification.store.InMemoryInbox;
import dev.notification.store.Inbox;
import dev.notification.store.SentMark;
import dev.notification.store.SequenceRange;
import dev.notification.stream.database.DatabaseExecutor;
import dev.notification.stream.problem.Problem;
import dev.notification.stream.problem.ProblemType;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import reactor.core.publisher.Flux;

class AckBatchTests {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final AckProperties PROPERTIES = new AckProperties(20, 50, 500, 10_000, 2);

    private final Clock clock = Clock.systemUTC();
    private final InMemoryInbox inbox = new InMemoryInbox(clock, new InMemoryArrivals());
    private final DatabaseExecutor database = new DatabaseExecutor(2, 100);
    private final Marks marks = new Marks();

    /** Marks in a list, as the streams of a node would hold them. */
    private static final class Marks implements PendingMarks {
        private final CopyOnWriteArrayList<SentMark> pending = new CopyOnWriteArrayList<>();

        @Override
        public List<SentMark> take(List<AckRequest> requests) {
            List<SentMark> taken = new ArrayList<>();
            for (SentMark mark : pending) {
                boolean covered = requests.stream()
                        .anyMatch(
                                request -> request.recipient().equals(mark.recipient()) && request.covers(mark.seq()));
                if (covered && pending.remove(mark)) taken.add(mark);
            }
            return taken;
        }

        @Override
        public void durable(List<SentMark> marks) {}

        @Override
        public void putBack(List<SentMark> marks) {
            pending.addAll(marks);
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void answersEachRequestWithItsOwnResult() {
        for (int i = 1; i <= 200; i++) deliver("r" + i % 20);
        AckBatch batch = new AckBatch(inbox, marks, database, PROPERTIES);
        List<AckResult> results = Flux.range(0, 20)
                .flatMapSequential(i -> batch.submit(ack("r" + i, 1, i % 10 + 1)), 20)
                .collectList()
                .block(DEADLINE);
        assertThat(results).hasSize(20);
        for (int i = 0; i < 20; i++) {
            AckResult result = results == null ? null : results.get(i);
            assertThat(result).isEqualTo(new AckResult(true, i % 10 + 1, 0, 10 - (i % 10 + 1), 0, 10));
        }
    }

    @Test
    void takesTheMarksOfItsRecipientsAlongAndNoOthers() {
        deliver("alice");
        deliver("bob");
        SentMark bobs = stored("bob");
        marks.putBack(List.of(stored("alice"), bobs));
        AckBatch batch = new AckBatch(inbox, marks, database, PROPERTIES);
        AckResult result =
                batch.submit(new AckRequest("alice", null, List.of(), 1, false)).block(DEADLINE);
        assertThat(result).isEqualTo(new AckResult(true, 1, 0, 0, 0, 1));
        assertThat(marks.pending).containsExactly(bobs);
    }

    @Test
    void putsTheMarksBackWhenTheCommitFails() {
        marks.putBack(List.of(mark("alice")));
        AckBatch batch = new AckBatch(down(), marks, database, PROPERTIES);
        assertThatThrownBy(() -> batch.submit(ack("alice", 1, 1)).block(DEADLINE))
                .isInstanceOf(DataAccessResourceFailureException.class);
        await().atMost(DEADLINE).until(() -> marks.pending.equals(Collections.singletonList(mark("alice"))));
    }

    @Test
    void refusesAnotherEpochWithoutHarmToItsNeighbours() {
        deliver("alice");
        AckBatch batch = new AckBatch(inbox, marks, database, PROPERTIES);
        assertThatThrownBy(() -> batch.submit(new AckRequest("alice", "elsewhere1", List.of(), 1, false))
                        .block(DEADLINE))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.type()).isEqualTo(ProblemType.UNKNOWN_EPOCH));
        assertThat(batch.submit(ack("alice", 1, 1)).block(DEADLINE)).isEqualTo(new AckResult(true, 1, 0, 0, 0, 1));
    }

    @Test
    void goesOnWithWhatIsMoreThanGoesAtOnceAndLetsOthersThrough() {
        List<List<String>> batches = new CopyOnWriteArrayList<>();
        AckBatch batch = new AckBatch(changing(2, batches), marks, database, new AckProperties(20, 50, 500, 10_000, 1));
        List<AckResult> results = Flux.just("large", "small")
                .flatMapSequential(recipient -> batch.submit(ack(recipient, 1, recipient.equals("large") ? 5 : 1)), 2)
                .collectList()
                .block(DEADLINE);
        assertThat(results).containsExactly(new AckResult(true, 5, 0, 0, 0, 5), new AckResult(true, 1, 0, 0, 0, 5));
        assertThat(batches.stream().filter(recipients -> recipients.contains("large")))
                .hasSize(3);
        assertThat(batches.stream().filter(recipients -> recipients.contains("small")))
                .hasSize(1);
    }

    /** A store that changes only so many at once, of what is named by its end. */
    private static Inbox changing(int atOnce, List<List<String>> batches) {
        Map<String, Long> done = new ConcurrentHashMap<>();
        return (Inbox) Proxy.newProxyInstance(
                Inbox.class.getClassLoader(), new Class<?>[] {Inbox.class}, (proxy, method, arguments) -> {
                    List<AckRequest> requests = ((List<?>) arguments[0])
                            .stream().map(AckRequest.class::cast).toList();
                    batches.add(requests.stream().map(AckRequest::recipient).toList());
                    return requests.stream()
                            .map(request -> {
                                long left = request.ranges().get(0).to() - done.getOrDefault(request.recipient(), 0L);
                                long now = Math.min(left, atOnce);
                                done.merge(request.recipient(), now, Long::sum);
                                return new AckResult(true, now >= atOnce, now, 0, 0, 0, now >= atOnce ? 0 : 5);
                            })
                            .toList();
                });
    }

    private void deliver(String recipient) {
        inbox.append(
                recipient,
                new Content("t", "\"id\":\"1\"".getBytes(StandardCharsets.UTF_8), null, false),
                Priority.NORMAL);
    }

    private static AckRequest ack(String recipient, long from, long to) {
        return new AckRequest(recipient, null, List.of(new SequenceRange(from, to)), 0, false);
    }

    /** The mark of the recipient's first delivery, as a stream that sent it would make it. */
    private SentMark stored(String recipient) {
        Instant created = inbox.find(recipient, 1, clock.instant())
                .map(item -> item.delivery().createdAt())
                .orElseThrow();
        return new SentMark(recipient, 1, created, clock.instant(), 1, false);
    }

    private static SentMark mark(String recipient) {
        return new SentMark(recipient, 1, Instant.EPOCH, Instant.EPOCH, 1, false);
    }

    /** A store whose database does not answer. */
    private static Inbox down() {
        return (Inbox) Proxy.newProxyInstance(
                Inbox.class.getClassLoader(), new Class<?>[] {Inbox.class}, (proxy, method, arguments) -> {
                    throw new DataAccessResourceFailureException("down");
                });
    }
}
