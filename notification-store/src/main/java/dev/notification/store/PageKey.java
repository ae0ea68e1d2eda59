package dev.notification.store;

import java.time.Instant;

/**
 * Where a row stands among others that are listed newest first: the page after it begins with the next older one. Rows that
 * are added meanwhile move nothing.
 *
 * @param at when the row was added, to the microsecond
 * @param id tells rows of the same time apart
 */
public record PageKey(Instant at, long id) {}
