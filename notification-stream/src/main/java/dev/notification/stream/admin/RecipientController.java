package dev.notification.stream.admin;

import dev.notification.store.Ledger;
import dev.notification.store.RecipientSummary;
import dev.notification.store.TimelinePage;
import dev.notification.stream.database.DatabaseExecutor;
import dev.notification.stream.problem.Problem;
import dev.notification.stream.problem.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** One recipient: its inbox in figures, and what happened in it. */
@RestController
class RecipientController {
    private final Ledger ledger;
    private final DatabaseExecutor database;

    RecipientController(Ledger ledger, DatabaseExecutor database) {
        this.ledger = ledger;
        this.database = database;
    }

    /** What is known of a recipient, each part looked up apart. */
    record View(String recipient, RecipientSummary summary, Page timeline) {}

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
        return Mono.zip(summary(name), timeline(name, before, limit))
                .map(parts -> new View(name, parts.getT1(), parts.getT2()));
    }

    private Mono<RecipientSummary> summary(String name) {
        return database.call(() -> ledger.summary(name)
                .orElseThrow(() -> Problem.of(
                        ProblemType.NOT_FOUND,
                        "No recipient has this name: nothing was ever stored for it. Names are case-sensitive")));
    }

    private Mono<Page> timeline(String name, long before, int limit) {
        return database.call(() -> page(ledger.timeline(name, before, limit)));
    }

    private static Page page(TimelinePage page) {
        return new Page(page.items().stream().map(TimelineView::of).toList(), page.before());
    }
}
