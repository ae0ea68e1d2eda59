package dev.notification.stream.nodes;

import dev.notification.store.Arrival;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A question under way: who is waited for, and who answered. Safe for all threads. */
final class Question {
    /** Far more than anybody has nodes: what is beyond is not kept. */
    private static final int MAX_ANSWERS = 1_000;

    private final Set<UUID> awaited;
    private final Map<UUID, Arrival.Answered> answers = new ConcurrentHashMap<>();
    private final Sinks.Empty<Void> complete = Sinks.empty();

    Question(Set<UUID> awaited) {
        this.awaited = awaited;
    }

    /** Takes an answer, the first of each node. */
    void answered(Arrival.Answered answer) {
        if (answers.size() >= MAX_ANSWERS) return;
        answers.putIfAbsent(answer.instance(), answer);
        if (answers.keySet().containsAll(awaited)) complete.tryEmitEmpty();
    }

    /** The answers by node, when all are there that are waited for, or after this time. */
    Mono<Map<UUID, Arrival.Answered>> answers(Duration timeout) {
        return complete.asMono().timeout(timeout, Mono.empty()).then(Mono.fromSupplier(() -> Map.copyOf(answers)));
    }
}
