package dev.notification.stream.ack;

import dev.notification.store.AckRequest;
import dev.notification.store.SequenceRange;
import dev.notification.stream.body.RequestBody;
import dev.notification.stream.http.RemoteAddress;
import dev.notification.stream.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/** What an HTTP request asks to ack or to mark as read. Every refusal is a {@link Problem}. */
final class AckRequests {
    private static final Pattern ID = Pattern.compile("(?:([a-z0-9]{4,16})\\.)?(0|[1-9][0-9]{0,18})");

    private AckRequests() {}

    /** An ack, as a document or as {@code ?id=}. */
    static Mono<AckRequest> ack(ServerHttpRequest request, String recipient) {
        List<String> ids = request.getQueryParams().get("id");
        return ids == null
                ? RequestBody.readJson(request)
                        .map(AckBody::read)
                        .map(body -> new AckRequest(
                                recipient, body.epoch(), body.ranges(), body.upTo(), false, RemoteAddress.of(request)))
                : byId(request, ids, recipient);
    }

    /** Read marks: here {@code upTo} means everything up to there, sent or not. */
    static Mono<AckRequest> read(ServerHttpRequest request, String recipient) {
        return RequestBody.readJson(request).map(AckBody::read).map(body -> {
            List<SequenceRange> ranges = new ArrayList<>(body.ranges());
            if (body.upTo() > 0) ranges.add(new SequenceRange(1, body.upTo()));
            return new AckRequest(recipient, body.epoch(), AckBody.merged(ranges), 0, true, RemoteAddress.of(request));
        });
    }

    private static Mono<AckRequest> byId(ServerHttpRequest request, List<String> ids, String recipient) {
        if (request.getHeaders().containsHeader(HttpHeaders.CONTENT_TYPE)
                && !RequestBody.isUtf8(request, MediaType.APPLICATION_JSON)) {
            throw RequestBody.unsupported("With the parameter id send no body");
        }
        AckRequest ack = parse(ids, recipient, RemoteAddress.of(request));
        return RequestBody.read(request, RequestBody.DOCUMENT_LIMIT).map(body -> {
            if (body.length > 0) throw Problem.malformed("Give the parameter id or a body, not both");
            return ack;
        });
    }

    private static AckRequest parse(List<String> ids, String recipient, @Nullable String address) {
        String id = ids.size() == 1 && ids.get(0) != null ? ids.get(0) : "";
        Matcher matcher = ID.matcher(id);
        if (!matcher.matches()) throw Problem.malformed("The parameter id must be one id like 42 or k3f9.42");
        try {
            long seq = Long.parseLong(matcher.group(2));
            List<SequenceRange> ranges = seq == 0 ? List.of() : List.of(new SequenceRange(seq, seq));
            return new AckRequest(recipient, matcher.group(1), ranges, 0, false, address);
        } catch (NumberFormatException tooLarge) {
            throw Problem.malformed("The parameter id is larger than any sequence");
        }
    }
}
