package dev.notification.stream.admin;

import dev.notification.store.Ledger;
import dev.notification.store.RecipientSummary;
import dev.notification.store.TimelinePage;
import dev.notification.stream.nodes.ConnectionsReport;
import dev.notification.stream.nodes.ConnectionsReport.AskedNode;
import dev.notification.stream.nodes.ConnectionsReport.Shown;
import dev.notification.stream.nodes.RecipientConnections;
import dev.notification.stream.problem.Problem;
import dev.notification.stream.problem.ProblemType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** One recipient: its inbox in figures, its connections on all nodes, and what happened in its inbox. */
@RestController
class RecipientController {
    private final Ledger ledger;
    private final RecipientConnections connections;
    private final AdminThreads database;

    RecipientController(Ledger ledger, RecipientConnections connections, AdminThreads database) {
        this.ledger = ledger;
        this.connections = connections;
        this.database = database;
    }

    /**
     * What is known of a recipient, each part looked up apart.
     *
     * @param nodes who was asked for its connections: where one did not answer nobody knows what it has
     */
    record View(
            String recipient,
            RecipientSummary summary,
            List<Shown> connections,
            List<AskedNode> nodes,
            Page timeline) {}

    /**
     * Deliveries, newest first.
     *
     * @param before parameter for the next page, null at the end
     */
    record Page(List<TimelineView> items, @Nullable Long before) {}

    @GetMapping(path = "/v1/admin/recipients/{recipient}", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<View> recipient(@PathVariable String recipient, @RequestParam MultiValueMap<String, String> parameters) {
        String name = RecipientName.checked("the path", recipient);
        QueryParameters query = QueryParameters.of(parameters, "before", "limit");
        long before = query.sequence("before").orElse(Long.MAX_VALUE);
        int limit = query.limit();
        return Mono.zip(summary(name), connections.of(name), timeline(name, before, limit))
                .map(parts -> view(name, parts.getT1(), parts.getT2(), parts.getT3()));
    }

    /** A recipient may be connected before anything was ever stored for it. */
    private static View view(String name, Optional<RecipientSummary> summary, ConnectionsReport report, Page timeline) {
        if (summary.isEmpty() && report.connections().isEmpty()) {
            throw Problem.of(
                    ProblemType.NOT_FOUND,
                    "No recipient has this name: nothing was ever stored for it, and it is not connected. Names are"
                            + " case-sensitive");
        }
        RecipientSummary known = summary.orElseGet(() -> new RecipientSummary(0, 0, 0, null, null));
        return new View(name, known, report.connections(), report.nodes(), timeline);
    }

    private Mono<Optional<RecipientSummary>> summary(String name) {
        return database.call(() -> ledger.summary(name));
    }

    private Mono<Page> timeline(String name, long before, int limit) {
        return database.call(() -> page(ledger.timeline(name, before, limit)));
    }

    private static Page page(TimelinePage page) {
        return new Page(page.items().stream().map(TimelineView::of).toList(), page.before());
    }
}
