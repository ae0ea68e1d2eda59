package dev.notification.stream.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.notification.store.Arrival;
import dev.notification.store.ArrivalListener;
import dev.notification.store.Filter;
import dev.notification.store.InMemoryArrivals;
import dev.notification.store.Node;
import dev.notification.store.OpenConnection;
import dev.notification.store.OpenConnections;
import dev.notification.stream.problem.Problem;
import dev.notification.stream.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class QuestionsTests {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(10);

    private final InMemoryArrivals arrivals = new InMemoryArrivals();

    /** A node that hears, and has this connection of anybody. */
    private Questions node(Node node, String address, Duration timeout) {
        Questions questions = new Questions(node, arrivals, Runnable::run, new QuestionProperties(timeout, 2));
        OpenConnection connection = new OpenConnection(Instant.EPOCH, address, null, 0, Filter.NONE, false, null);
        questions.answerWith(recipient -> Mono.just(new OpenConnections(1, List.of(connection))));
        arrivals.listen(new ArrivalListener() {
            @Override
            public boolean wants(byte[] recipient) {
                return false;
            }

            @Override
            public void arrived(Arrival arrival) {
                questions.heard(arrival);
            }
        });
        return questions;
    }

    private static Node named(String name) {
        return new Node(name, UUID.randomUUID());
    }

    private static Map<UUID, Arrival.Answered> answers(Mono<Map<UUID, Arrival.Answered>> asked) {
        return Objects.requireNonNull(asked.block(Duration.ofSeconds(5)));
    }

    @Test
    void areAnsweredByEveryNodeThatHears() {
        Node a = named("a");
        Node b = named("b");
        Questions asking = node(a, "192.0.2.1", LONG);
        node(b, "192.0.2.2", LONG);

        var answers = answers(asking.ask("alice", Set.of(b.instance())));

        assertThat(answers).containsOnlyKeys(a.instance(), b.instance());
        Arrival.Answered other = Objects.requireNonNull(answers.get(b.instance()));
        assertThat(other.node()).isEqualTo("b");
        assertThat(other.connections().oldest().get(0).address()).isEqualTo("192.0.2.2");
        await().untilAsserted(() -> assertThat(asking.waiting()).isZero());
    }

    @Test
    void doNotWaitForEverForWhoIsSilent() {
        Node a = named("a");
        Questions asking = node(a, "192.0.2.1", SHORT);

        assertThat(answers(asking.ask("alice", Set.of(UUID.randomUUID())))).containsOnlyKeys(a.instance());
        await().untilAsserted(() -> assertThat(asking.waiting()).isZero());
    }

    @Test
    void doNotMindAnswersToOthersLateOnesAndRepeats() {
        Node a = named("a");
        Node b = named("b");
        Questions asking = node(a, "192.0.2.1", SHORT);
        Questions other = node(b, "192.0.2.2", SHORT);
        OpenConnections none = new OpenConnections(0, List.of());

        assertThat(asking.heard(new Arrival.Answered("alice", 1, a.instance(), "b", b.instance(), none)))
                .isTrue();
        assertThat(asking.heard(new Arrival.Answered("alice", 1, b.instance(), "a", a.instance(), none)))
                .isTrue();
        assertThat(asking.heard(new Arrival.Acked("alice", 1, List.of()))).isFalse();
        assertThat(other.heard(new Arrival.Asked("alice", 1, a.instance()))).isTrue();
        assertThat(answers(asking.ask("alice", Set.of(b.instance())))).hasSize(2);
    }

    @Test
    void areBounded() {
        Questions asking = node(named("a"), "192.0.2.1", LONG);
        Sinks.Empty<Void> cancel = Sinks.empty();
        for (int i = 0; i < 2; i++) {
            var unused = asking.ask("alice", Set.of(UUID.randomUUID()))
                    .takeUntilOther(cancel.asMono())
                    .subscribe();
        }
        assertOverloaded(asking);

        cancel.tryEmitEmpty();
        assertThat(asking.waiting()).isZero();
        assertThat(answers(asking.ask("alice", Set.of()))).hasSize(1);
    }

    @Test
    void areRefusedWhenTheyCannotBeAnnounced() {
        Questions busy = new Questions(
                named("a"),
                arrivals,
                task -> {
                    throw new RejectedExecutionException("busy");
                },
                new QuestionProperties(LONG, 2));

        assertOverloaded(busy);
        assertThat(busy.waiting()).isZero();
        assertThat(busy.heard(new Arrival.Asked("alice", 1, UUID.randomUUID()))).isTrue();
    }

    private static void assertOverloaded(Questions questions) {
        assertThatThrownBy(() -> answers(questions.ask("alice", Set.of(UUID.randomUUID()))))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.type()).isEqualTo(ProblemType.OVERLOADED));
    }
}
