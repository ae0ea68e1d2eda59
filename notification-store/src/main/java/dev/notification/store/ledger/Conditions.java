package dev.notification.store.ledger;

import dev.notification.store.LedgerQuery;
import dev.notification.store.database.ArrayParameters;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a search compares each notification with. */
final class Conditions {
    /** Of a notification {@code n}. An empty array stands for no condition. */
    static final String MATCH = """
            (w.source = '{}' or n.source = any (w.source)) and (w.type = '{}' or n.type = any (w.type))
              and (w.topic = '{}' or n.topic = any (w.topic))""";

    /** Named once, however often they are compared. */
    static final String WANTED =
            "(values (?::text[], ?::text[], ?::text[], ?::text[])) as w (source, type, topic, state)";

    private static final String EVER = "infinity";
    private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");

    private Conditions() {}

    /** source, type, topic, state */
    static ArrayParameters wanted(LedgerQuery query) {
        return new ArrayParameters()
                .array("text", one(query.source()))
                .array("text", one(query.type()))
                .array("text", one(query.topic()))
                .array("text", StateSql.labels(query.state()));
    }

    /** Whether every notification in the time asked for is wanted. */
    static boolean none(LedgerQuery query) {
        return query.source() == null && query.type() == null && query.topic() == null && query.state() == null;
    }

    static String from(@Nullable Instant since) {
        return since == null ? "-" + EVER : text(since);
    }

    static String to(@Nullable Instant until) {
        return until == null ? EVER : text(until);
    }

    /** A year of five digits is written in a way that PostgreSQL does not read. */
    private static String text(Instant time) {
        return time.isBefore(YEAR_10000) ? time.toString() : EVER;
    }

    private static String[] one(@Nullable String name) {
        return name == null ? new String[0] : new String[] {name};
    }
}
