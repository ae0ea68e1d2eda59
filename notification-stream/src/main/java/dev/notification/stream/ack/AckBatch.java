package dev.notification.stream.ack;

import dev.notification.store.AckRequest;
import dev.notification.store.AckResult;
import dev.notification.store.Inbox;
import dev.notification.store.SentMark;
import dev.notification.stream.database.Batcher;
import dev.notification.stream.database.DatabaseExecutor;
import dev.notification.stream.problem.Problem;
import dev.notification.stream.problem.ProblemType;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Settles what many requests name in few transactions. Each is answered after the commit of its own, never before. */
@Component
@EnableConfigurationProperties(AckProperties.class)
public class AckBatch {
    private final Inbox inbox;
    private final PendingMarks pending;
    private final Batcher<AckRequest, AckResult> batcher;

    AckBatch(Inbox inbox, PendingMarks pending, DatabaseExecutor database, AckProperties properties) {
        this.inbox = inbox;
        this.pending = pending;
        this.batcher = new Batcher<>(
                "acks", database, properties.batch(), properties.queue(), properties.transactions(), this::commit);
    }

    /** The result after the commit; {@code unknown-epoch} when the request names an epoch that is not the inbox's. */
    public Mono<AckResult> submit(AckRequest request) {
        return batcher.submit(request)
                // what is left goes to the end of the queue: others wait for a part of it at the most
                .expand(result -> result.unfinished() ? batcher.submit(request) : Mono.empty())
                .reduce(AckResult::and)
                .map(AckBatch::accepted);
    }

    private static AckResult accepted(AckResult result) {
        if (result.accepted()) return result;
        throw Problem.of(ProblemType.UNKNOWN_EPOCH, "Nothing was changed; open the stream again to learn the epoch");
    }

    private List<AckResult> commit(List<AckRequest> requests) {
        List<SentMark> marks = pending.take(requests);
        try {
            List<AckResult> results = inbox.ack(requests, marks);
            pending.durable(marks);
            return results;
        } catch (RuntimeException | Error failure) {
            pending.putBack(marks);
            throw failure;
        }
    }
}
