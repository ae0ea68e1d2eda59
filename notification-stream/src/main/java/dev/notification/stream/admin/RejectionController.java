package dev.notification.stream.admin;

import dev.notification.api.RejectionCode;
import dev.notification.store.RejectionEntry;
import dev.notification.store.RejectionQuery;
import dev.notification.store.Rejections;
import dev.notification.store.Replay;
import dev.notification.stream.problem.Problem;
import dev.notification.stream.problem.ProblemType;
import dev.notification.stream.security.Caller;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What was refused for good, and another try for it. */
@RestController
class RejectionController {
    private static final Logger log = LoggerFactory.getLogger(RejectionController.class);
    private static final List<String> CODES =
            Arrays.stream(RejectionCode.values()).map(RejectionCode::code).toList();

    private final Rejections rejections;
    private final AdminThreads database;
    private final ReplayThreads threads;

    RejectionController(Rejections rejections, AdminThreads database, ReplayThreads threads) {
        this.rejections = rejections;
        this.database = database;
        this.threads = threads;
    }

    /** A rejection; times are RFC 3339, UTC. */
    record Item(
            String topic,
            int partition,
            long offset,
            String code,
            String detail,
            String rejectedAt,
            RejectionEntry.Letter letter,
            @Nullable String replayedAt) {

        static Item of(RejectionEntry entry) {
            return new Item(
                    entry.topic(),
                    entry.partition(),
                    entry.offset(),
                    entry.code(),
                    entry.detail(),
                    entry.key().at().toString(),
                    entry.letter(),
                    entry.replayedAt() == null ? null : entry.replayedAt().toString());
        }
    }

    @GetMapping(path = "/v1/admin/rejections", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<ItemPage<Item>> list(@RequestParam MultiValueMap<String, String> parameters) {
        QueryParameters query = QueryParameters.of(parameters, "code", "partition", "since", "until", "next", "limit");
        int limit = query.limit();
        RejectionQuery asked = new RejectionQuery(
                query.oneOf("code", CODES),
                query.partition(),
                query.time("since"),
                query.time("until"),
                query.position("next", Positions::listed),
                limit + 1);
        return database.call(() -> ItemPage.of(rejections.list(asked), limit, RejectionEntry::key, Item::of));
    }

    @PostMapping(path = "/v1/admin/rejections/{partition}/{offset}/replay", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Replay.Done> replay(
            @PathVariable String partition,
            @PathVariable String offset,
            @RequestParam MultiValueMap<String, String> parameters,
            @AuthenticationPrincipal Caller caller,
            ServerHttpRequest request) {
        var unused = QueryParameters.of(parameters);
        int number = (int) QueryParameters.number("In the path, the partition", partition, Integer.MAX_VALUE);
        long place = QueryParameters.number("In the path, the offset", offset, Long.MAX_VALUE);
        return threads.call(() -> rejections.replay(number, place, Authors.of(caller, request)))
                .map(replay -> answer(number, place, replay));
    }

    private static Replay.Done answer(int partition, long offset, Replay replay) {
        if (replay instanceof Replay.Done done) {
            log.info("Replayed: {}@{} is {}@{} now", partition, offset, done.partition(), done.offset());
            return done;
        }
        throw switch ((Replay.Refused) replay) {
            case UNKNOWN -> Problem.notFound();
            case TRUNCATED ->
                refused(
                        "The dead-letter topic has only the beginning of this record: have its producer publish it again.");
            case GONE ->
                refused(
                        "The dead-letter topic does not have this record any more: have its producer publish it again.");
            case TOO_LARGE ->
                refused("The Kafka topic takes no record as large as this: raise its max.message.bytes,"
                        + " or have the producer publish a smaller one.");
        };
    }

    private static Problem refused(String detail) {
        return Problem.of(ProblemType.NOT_REPLAYABLE, detail);
    }
}
