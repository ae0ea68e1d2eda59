package dev.notification.stream.admin;

import dev.notification.store.Ledger;
import dev.notification.store.Located;
import dev.notification.store.NotificationKey;
import dev.notification.store.NotificationPlace;
import dev.notification.stream.problem.Problem;
import dev.notification.stream.problem.ProblemType;

/** The one notification that a query names. */
record NamedNotification(NotificationKey key) {

    static NamedNotification of(QueryParameters query) {
        String source = query.required("source", "only source and id together name a notification");
        return new NamedNotification(
                new NotificationKey(source, query.required("id", "only source and id together name a notification")));
    }

    /** Where it is, or a {@code not-found} problem. Blocks on the database. */
    NotificationPlace placeIn(Ledger ledger) {
        Located located = ledger.locate(key);
        if (located instanceof Located.Kept kept) return kept.place();
        if (located instanceof Located.Dropped known) {
            throw dropped().with("storedAt", known.storedAt().toString());
        }
        throw Problem.of(
                ProblemType.NOT_FOUND,
                "No notification with this source and id is stored; it may be on its way, rejected, or too old to be known");
    }

    /** Of what was stored, and is no more. */
    Problem dropped() {
        return Problem.of(
                ProblemType.NOT_FOUND,
                "The notification was stored, but its content is no longer kept: retention dropped it or it was erased");
    }
}
