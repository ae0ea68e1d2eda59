package dev.notification.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a stream ticket.
 *
 * @param recipient whose stream it opens
 * @param credentialIssuedAt when the credential that bought it was issued, null when that does not say
 * @param expiresAt when that credential expires, and the ticket with it
 */
public record Ticket(
        TicketHash hash, String recipient, @Nullable Instant credentialIssuedAt, Instant expiresAt) {}
