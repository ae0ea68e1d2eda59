package dev.notification.stream.nodes;

import dev.notification.store.Arrival;
import dev.notification.store.Node;
import dev.notification.store.NodeStatus;
import dev.notification.store.Nodes;
import dev.notification.stream.database.DatabaseExecutor;
import dev.notification.stream.nodes.ConnectionsReport.AskedNode;
import dev.notification.stream.nodes.ConnectionsReport.Shown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The open connections of a recipient, on whatever node they are. They are asked for; nobody keeps them. */
public final class RecipientConnections {
    private final Nodes nodes;
    private final Node self;
    private final Questions questions;
    private final DatabaseExecutor database;

    RecipientConnections(Nodes nodes, Node self, Questions questions, DatabaseExecutor database) {
        this.nodes = nodes;
        this.self = self;
        this.questions = questions;
        this.database = database;
    }

    /**
     * Asks all stream nodes and waits for those that are alive, at most {@code notification.questions.timeout}. Every one of
     * them is in the report, with whether it answered. Fails like {@link Nodes#list()}, or with an {@code overloaded} problem.
     */
    public Mono<ConnectionsReport> of(String recipient) {
        return database.call(nodes::list).flatMap(known -> {
            List<NodeStatus> streaming =
                    known.stream().filter(NodeStatus::streams).toList();
            Set<UUID> others = streaming.stream()
                    .filter(NodeStatus::alive)
                    .map(status -> status.node().instance())
                    .collect(Collectors.toSet());
            // the answers come on threads that others wait for
            return questions
                    .ask(recipient, others)
                    .publishOn(Schedulers.parallel())
                    .map(answers -> report(streaming, answers));
        });
    }

    private ConnectionsReport report(List<NodeStatus> streaming, Map<UUID, Arrival.Answered> answers) {
        List<AskedNode> asked = new ArrayList<>();
        Map<UUID, NodeStatus> known = streaming.stream()
                .collect(Collectors.toMap(status -> status.node().instance(), status -> status));
        known.forEach((instance, status) -> {
            if (!answers.containsKey(instance)) asked.add(silent(status));
        });
        // who answers is alive, whatever its heartbeat says
        answers.values()
                .forEach(answer -> asked.add(new AskedNode(
                        answer.node(), true, true, answer.connections().count())));
        asked.sort(Comparator.comparing(AskedNode::node));
        return new ConnectionsReport(asked, shown(answers.values()));
    }

    /** This node itself is alive even if it cannot say so in time. */
    private AskedNode silent(NodeStatus status) {
        boolean alive = status.alive() || status.node().instance().equals(self.instance());
        return new AskedNode(status.node().name(), alive, false, 0);
    }

    private static List<Shown> shown(Collection<Arrival.Answered> answers) {
        return answers.stream()
                .sorted(Comparator.comparing(Arrival.Answered::node).thenComparing(Arrival.Answered::instance))
                .flatMap(answer ->
                        answer.connections().oldest().stream().map(connection -> Shown.on(answer.node(), connection)))
                .toList();
    }
}
