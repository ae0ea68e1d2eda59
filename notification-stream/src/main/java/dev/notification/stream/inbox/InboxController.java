package dev.notification.stream.inbox;

import dev.notification.store.Inbox;
import dev.notification.store.InboxItem;
import dev.notification.store.Summary;
import dev.notification.stream.database.DatabaseExecutor;
import dev.notification.stream.frame.FrameProperties;
import dev.notification.stream.limit.RateLimit;
import dev.notification.stream.problem.Problem;
import dev.notification.stream.security.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.springframework.beans.factory.annotation.Value;
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
    private final RateLimit limit;
    private final int atOnce;

    InboxController(
            Inbox inbox,
            DatabaseExecutor database,
            Clock clock,
            InboxProperties properties,
            FrameProperties frames,
            @Value("${notification.ingest.max-data-bytes:65536}") int maxDataBytes) {
        this.inbox = inbox;
        this.database = database;
        this.clock = clock;
        this.maxPage = properties.maxPage().toBytes();
        this.frames = frames;
        this.limit = new RateLimit(properties.rate(), properties.burst());
        this.atOnce = (int) Math.max(1, maxPage / maxDataBytes);
    }

    @GetMapping(path = "/v1/inbox", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<byte[]> list(@AuthenticationPrincipal Caller caller, @RequestParam MultiValueMap<String, String> parameters) {
        limit.take(caller.recipient());
        InboxQuery query = InboxQuery.of(parameters);
        return database.call(() -> page(caller.recipient(), query));
    }

    @GetMapping(path = "/v1/inbox/{seq:[1-9][0-9]{0,18}}", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<byte[]> item(@AuthenticationPrincipal Caller caller, @PathVariable String seq) {
        limit.take(caller.recipient());
        OptionalLong number = InboxQuery.sequence(seq);
        if (number.isEmpty()) throw Problem.notFound();
        return database.call(() -> inbox.find(caller.recipient(), number.getAsLong(), clock.instant())
                .map(item -> ItemJson.of(item, caller.recipient(), Long.MAX_VALUE))
                .orElseThrow(Problem::notFound));
    }

    @GetMapping(path = "/v1/inbox/summary", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Summary> summary(@AuthenticationPrincipal Caller caller) {
        limit.take(caller.recipient());
        return database.call(() -> inbox.summary(caller.recipient()));
    }

    /** Read in parts, so that what one request holds is bounded by the size of a page, not by how large each item may be. */
    private byte[] page(String recipient, InboxQuery query) {
        Instant now = clock.instant();
        List<byte[]> items = new ArrayList<>();
        OptionalLong before = query.before();
        long size = 0;
        while (true) {
            // one more than asked for tells whether there is a next page
            int wanted = Math.min(atOnce, query.limit() + 1 - items.size());
            List<InboxItem> found = inbox.list(recipient, query.filter(), before, wanted, now);
            for (InboxItem item : found) {
                if (items.size() == query.limit()) return ItemJson.page(items, before.getAsLong());
                byte[] json = ItemJson.of(item, recipient, frames.frameLimit().toBytes());
                size += json.length;
                if (!items.isEmpty() && size > maxPage) return ItemJson.page(items, before.getAsLong());
                items.add(json);
                before = OptionalLong.of(item.delivery().seq());
            }
            if (found.size() < wanted) return ItemJson.page(items, null);
        }
    }
}
