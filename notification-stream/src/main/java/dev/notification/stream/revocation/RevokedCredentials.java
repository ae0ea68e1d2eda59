package dev.notification.stream.revocation;

import dev.notification.store.Author;
import dev.notification.store.Revocation;
import dev.notification.store.Revocations;
import dev.notification.stream.database.DatabaseExecutor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Whose credentials are revoked, as this node knows: all of the table, what changes in it seconds later at the latest, and
 * what arrivals tell in between. Safe for all threads; nothing but {@link #look} blocks.
 */
public final class RevokedCredentials {
    private final Revocations revocations;
    private final DatabaseExecutor database;
    // a row for each recipient ever revoked, as in the table: to drop one would let revoked tokens in again
    private final Map<String, Revocation> byRecipient = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private volatile Instant lookedAt = Instant.EPOCH;

    RevokedCredentials(Revocations revocations, DatabaseExecutor database) {
        this.revocations = revocations;
        this.database = database;
    }

    /** Whether a credential of this recipient, issued then or at an unknown time, is revoked. */
    public boolean cover(String recipient, @Nullable Instant issuedAt) {
        Revocation revocation = byRecipient.get(recipient);
        return revocation != null && revocation.covers(issuedAt);
    }

    /** Revokes all credentials issued until now; when the answer comes, this node refuses them already. */
    public Mono<Revocation> revoke(String recipient, Author author) {
        return database.call(() -> revocations.revoke(recipient, author)).doOnNext(this::learn);
    }

    /** Takes notice of a revocation, unless a later one of the same recipient is known. */
    public void learn(Revocation revocation) {
        Revocation before = byRecipient.get(revocation.recipient());
        Revocation now = byRecipient.merge(revocation.recipient(), revocation, RevokedCredentials::later);
        if (now.equals(before)) return;
        listeners.forEach(listener -> listener.accept(revocation.recipient()));
    }

    /**
     * Calls the listener, on any thread, with each recipient of whom something was just revoked and is refused from now on.
     * It must not block; it may be called again for the same revocation.
     */
    public void onRevoked(Consumer<String> listener) {
        listeners.add(listener);
    }

    /** Learns what changed in the table since the last look. For one thread at a time. */
    void look() {
        var changes = revocations.changes(lookedAt);
        changes.changed().forEach(this::learn);
        lookedAt = changes.asOf();
    }

    private static Revocation later(Revocation a, Revocation b) {
        return a.revokedBefore().isBefore(b.revokedBefore()) ? b : a;
    }
}
