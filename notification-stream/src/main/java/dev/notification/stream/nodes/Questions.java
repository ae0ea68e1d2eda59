package dev.notification.stream.nodes;

import dev.notification.store.Arrival;
import dev.notification.store.Arrivals;
import dev.notification.store.Node;
import dev.notification.store.OpenConnections;
import dev.notification.stream.problem.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Asks the other stream nodes for connections of a recipient, and answers them. Questions and answers are arrivals: they may be
 * lost or doubled, and who does not hear does not answer. Safe for all threads; announcing, which may wait for Kafka, happens
 * on the executor.
 */
public final class Questions {
    private static final Logger log = LoggerFactory.getLogger(Questions.class);

    private final Node self;
    private final Arrivals arrivals;
    private final Executor executor;
    private final QuestionProperties properties;
    private final Map<Long, Question> waiting = new ConcurrentHashMap<>();
    private volatile LocalConnections local = recipient -> Mono.just(new OpenConnections(0, List.of()));

    Questions(Node self, Arrivals arrivals, Executor executor, QuestionProperties properties) {
        this.self = self;
        this.arrivals = arrivals;
        this.executor = executor;
        this.properties = properties;
    }

    /** Who knows the connections of this node; without, it has none. */
    public void answerWith(LocalConnections connections) {
        local = connections;
    }

    /** Takes an arrival that is a question or an answer; false for others. On the thread of arrivals. */
    public boolean heard(Arrival arrival) {
        if (arrival instanceof Arrival.Asked asked) {
            // who asked has answered itself
            if (!asked.asker().equals(self.instance())) answer(asked);
            return true;
        }
        if (!(arrival instanceof Arrival.Answered answer)) return false;
        Question question = answer.asker().equals(self.instance()) ? waiting.get(answer.question()) : null;
        if (question != null) question.answered(answer);
        return true;
    }

    private void answer(Arrival.Asked asked) {
        var unused = local.of(asked.recipient())
                .map(open -> answer(asked, open))
                .subscribe(this::announce, failure -> log.warn("A question could not be answered", failure));
    }

    private Arrival.Answered answer(Arrival.Asked asked, OpenConnections open) {
        return new Arrival.Answered(
                asked.recipient(), asked.question(), asked.asker(), self.name(), self.instance(), open);
    }

    /** What is not announced is not answered, which the asker sees. */
    private boolean announce(Arrival arrival) {
        try {
            executor.execute(() -> arrivals.announce(List.of(arrival)));
            return true;
        } catch (RejectedExecutionException busy) {
            log.debug("Too busy to announce a {}", arrival.getClass().getSimpleName());
            return false;
        }
    }

    /**
     * The connections of a recipient by node, this one's included: when all these others have answered, or after the timeout.
     * With too much waiting already an {@code overloaded} problem.
     *
     * @param others who is waited for
     */
    Mono<Map<UUID, Arrival.Answered>> ask(String recipient, Set<UUID> others) {
        return Mono.defer(() -> {
            if (waiting.size() >= properties.maxWaiting()) return Mono.error(Problem.overloaded());
            Set<UUID> awaited = new HashSet<>(others);
            awaited.add(self.instance());
            Question question = new Question(awaited);
            Arrival.Asked asked =
                    new Arrival.Asked(recipient, ThreadLocalRandom.current().nextLong(), self.instance());
            waiting.put(asked.question(), question);
            var unused = local.of(recipient)
                    .subscribe(
                            open -> question.answered(answer(asked, open)),
                            failure -> log.warn("This node could not answer itself", failure));
            boolean announced = announce(asked);
            Mono<Map<UUID, Arrival.Answered>> answers =
                    announced ? question.answers(properties.timeout()) : Mono.error(Problem.overloaded());
            return answers.doFinally(signal -> waiting.remove(asked.question()));
        });
    }

    /** How many questions of this node wait for answers. */
    int waiting() {
        return waiting.size();
    }
}
