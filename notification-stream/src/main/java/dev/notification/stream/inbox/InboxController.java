package dev.notification.stream.inbox;

import dev.notification.store.Inbox;
import dev.notification.store.InboxItem;
import dev.notification.store.Summary;
import dev.notification.stream.database.DatabaseExecutor;
import dev.notification.stream.frame.FrameProperties;
import dev.notification.stream.problem.Problem;
import dev.notification.stream.security.Caller;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The caller's own inbox: pages of it, one item, and its counts. */
@RestController
@EnableConfigurationProperties(InboxProperties.class)
class InboxController {
    private final Inbox inbox;
    private final DatabaseExecutor database;
    private final Clock clock;
    private final long maxPage;
    private final FrameProperties frames;

    InboxController(
            Inbox inbox, DatabaseExecutor database, Clock clock, InboxProperties properties, FrameProperties frames) {
        this.inbox = inbox;
        this.database = database;
        this.clock = clock;
        this.maxPage = properties.maxPage().toBytes();
        this.frames = frames;
    }

    @GetMapping(path = "/v1/inbox", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<byte[]> list(@AuthenticationPrincipal Caller caller, @RequestParam MultiValueMap<String, String> parameters) {
        InboxQuery query = InboxQuery.of(parameters);
        return database.call(() -> {
            // one more than asked for tells whether there is a next page
            List<InboxItem> items =
                    inbox.list(caller.recipient(), query.filter(), query.before(), query.limit() + 1, clock.instant());
            return page(items, query.limit(), caller.recipient());
        });
    }

    @GetMapping(path = "/v1/inbox/{seq:[1-9][0-9]{0,18}}", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<byte[]> item(@AuthenticationPrincipal Caller caller, @PathVariable String seq) {
        OptionalLong number = InboxQuery.sequence(seq);
        if (number.isEmpty()) throw Problem.notFound();
        return database.call(() -> inbox.find(caller.recipient(), number.getAsLong(), clock.instant())
                .map(item -> ItemJson.of(item, caller.recipient(), Long.MAX_VALUE))
                .orElseThrow(Problem::notFound));
    }

    @GetMapping(path = "/v1/inbox/summary", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Summary> summary(@AuthenticationPrincipal Caller caller) {
        return database.call(() -> inbox.summary(caller.recipient()));
    }

    private byte[] page(List<InboxItem> found, int limit, String recipient) {
        List<byte[]> items = new ArrayList<>();
        long size = 0;
        for (InboxItem item : found.subList(0, Math.min(limit, found.size()))) {
            byte[] json = ItemJson.of(item, recipient, frames.frameLimit().toBytes());
            size += json.length;
            if (!items.isEmpty() && size > maxPage) break;
            items.add(json);
        }
        boolean more = items.size() < found.size();
        Long before = more ? found.get(items.size() - 1).delivery().seq() : null;
        return ItemJson.page(items, before);
    }
}
