package dev.notification.store.inbox;

import dev.notification.store.SentMark;
import dev.notification.store.database.ArrayParameters;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * When the deliveries of one statement were created, so that it looks into few partitions.
 *
 * <p>A statement that locks or changes deliveries may compare {@code created_at} with parameters only, never with a column
 * of another row: PostgreSQL 18 would choose partitions while it runs, and forgets how when a row was changed by somebody else
 * meanwhile. The server process then crashes, or misses rows (seen with 18.6).
 *
 * @param since null for no bound
 * @param until null for no bound
 */
record CreatedBetween(@Nullable Instant since, @Nullable Instant until) {
    static final CreatedBetween EVER = new CreatedBetween(null, null);

    /** Of deliveries with these marks, of which there is at least one. */
    static CreatedBetween of(Collection<SentMark> marks) {
        Instant since = Instant.MAX;
        Instant until = Instant.MIN;
        for (SentMark mark : marks) {
            if (mark.createdAt().isBefore(since)) since = mark.createdAt();
            if (mark.createdAt().isAfter(until)) until = mark.createdAt();
        }
        return new CreatedBetween(since, until);
    }

    /** Adds two parameters, for {@code between ?::timestamptz and ?::timestamptz}. */
    ArrayParameters addTo(ArrayParameters parameters) {
        return parameters
                .value(since == null ? "-infinity" : since.toString())
                .value(until == null ? "infinity" : until.toString());
    }
}
