package dev.notification.stream.admin;

import dev.notification.store.LedgerQuery;
import dev.notification.stream.problem.Problem;
import java.time.Instant;
import org.springframework.util.MultiValueMap;

/** Which notifications a query looks for. */
final class SearchParameters {
    private static final String TYPE = "[!-~]{1,128}";
    private static final String TOPIC = "[A-Za-z0-9._-]{1,128}";

    private SearchParameters() {}

    static LedgerQuery of(MultiValueMap<String, String> parameters) {
        QueryParameters query = QueryParameters.of(
                parameters, "source", "id", "recipient", "type", "topic", "state", "since", "until", "limit", "next");
        Instant since = query.time("since");
        Instant until = query.time("until");
        if (since != null && until != null && !since.isBefore(until)) {
            throw Problem.malformed("since must be before until");
        }
        String recipient = query.recipient();
        return new LedgerQuery(
                recipient,
                query.text("source"),
                query.matching("type", TYPE, "1 to 128 printable ASCII characters without blanks"),
                query.matching("topic", TOPIC, "1 to 128 letters, digits, '.', '_' and '-'"),
                query.state(),
                since,
                until,
                query.position("next", text -> Positions.notification(text, recipient != null)),
                query.limit());
    }
}
