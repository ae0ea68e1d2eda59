package dev.notification.stream.connection;

import dev.notification.store.Arrival;
import dev.notification.store.ArrivalListener;
import dev.notification.store.CanaryRecipient;
import dev.notification.store.Delivery;
import dev.notification.store.Revocation;
import dev.notification.store.StoreEpoch;
import dev.notification.store.TicketUse;
import dev.notification.stream.frame.DeliveryJson;
import dev.notification.stream.nodes.Questions;
import dev.notification.stream.revocation.RevokedCredentials;
import dev.notification.stream.security.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open streams of this node by recipient, and what arrivals tell them. Safe for all threads. */
final class Connections implements ArrivalListener {
    private static final Logger log = LoggerFactory.getLogger(Connections.class);

    private final int maxStreams;
    private final int maxPerRecipient;
    private final Map<RecipientKey, Connection[]> byRecipient = new ConcurrentHashMap<>();
    /** Of the thread that reads arrivals. */
    private final RecipientKey.Asked asked = new RecipientKey.Asked();

    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger canaries = new AtomicInteger();
    private final AtomicReference<@Nullable StoreEpoch> epoch = new AtomicReference<>();
    private final RevokedCredentials revoked;
    private final Questions questions;
    private volatile boolean draining;

    Connections(int maxStreams, int maxPerRecipient, RevokedCredentials revoked, Questions questions) {
        this.maxStreams = maxStreams;
        this.maxPerRecipient = maxPerRecipient;
        this.revoked = revoked;
        this.questions = questions;
        questions.answerWith(recipient -> ShownConnections.of(byRecipient.get(RecipientKey.of(recipient))));
        revoked.onRevoked(recipient -> end(recipient, CloseReason.REVOKED, this::isRevoked));
    }

    int count() {
        return count.get();
    }

    /** The same without what this node opened to itself. */
    int countOfClients() {
        return count.get() - canaries.get();
    }

    boolean isDraining() {
        return draining;
    }

    /** Why no stream of this recipient is let in now, null when one may be; {@link #add} decides. */
    @Nullable
    CloseReason closedFor(String recipient) {
        if (draining) return CloseReason.DRAINING;
        Connection[] open = byRecipient.get(RecipientKey.of(recipient));
        boolean full = count() >= maxStreams || (open != null && open.length >= maxPerRecipient);
        return full ? CloseReason.LIMIT : null;
    }

    /**
     * Lets no stream in any more and ends all that are open, spread evenly over this time so that their clients do not arrive
     * at the other nodes all at once. Only the first call counts.
     */
    synchronized void drain(Moment now, Duration spread) {
        if (draining) return;
        draining = true;
        List<Connection> open = new ArrayList<>();
        forEach(open::add);
        for (int i = 0; i < open.size(); i++) {
            Connection connection = open.get(i);
            long end = now.in(spread.multipliedBy(i).dividedBy(open.size()));
            connection.onLoop(() -> connection.drainBy(end));
        }
    }

    /** Whether the stream was let in. */
    boolean add(Connection connection) {
        if (count.incrementAndGet() > maxStreams) {
            count.decrementAndGet();
            return false;
        }
        Connection[] now = byRecipient.compute(
                RecipientKey.of(connection.recipient()),
                (key, open) -> open != null && open.length >= maxPerRecipient ? open : with(open, connection));
        if (now[now.length - 1] == connection) {
            if (CanaryRecipient.isReserved(connection.recipient())) canaries.incrementAndGet();
            return true;
        }
        count.decrementAndGet();
        return false;
    }

    void remove(Connection connection) {
        byRecipient.computeIfPresent(RecipientKey.of(connection.recipient()), (key, open) -> {
            Connection[] rest = without(open, connection);
            if (rest.length < open.length) {
                count.decrementAndGet();
                if (CanaryRecipient.isReserved(connection.recipient())) canaries.decrementAndGet();
            }
            return rest.length == 0 ? null : rest;
        });
    }

    /** Ends streams of this recipient. When this returns they take no place any more. */
    void end(String recipient, CloseReason reason, Predicate<Caller> which) {
        Connection[] open = byRecipient.get(RecipientKey.of(recipient));
        if (open == null) return;
        for (Connection connection : open) {
            if (!which.test(connection.caller())) continue;
            remove(connection);
            connection.onLoop(() -> connection.end(reason));
        }
    }

    /** Ends the streams that the caller's ticket opened before. */
    void endOvertakenBy(Caller caller) {
        TicketUse use = caller.ticket();
        if (use == null) return;
        end(
                caller.recipient(),
                CloseReason.REPLACED,
                other -> other.isOvertakenBy(use.ticket().hash(), use.number()));
    }

    /**
     * Why a stream that was let in is not to stay, null when it may: what ends it may have been told while it was on its way
     * in, and found it nowhere.
     */
    @Nullable
    CloseReason refused(Caller caller) {
        if (isRevoked(caller)) return CloseReason.REVOKED;
        if (draining) return CloseReason.DRAINING;
        Connection[] open = byRecipient.get(RecipientKey.of(caller.recipient()));
        if (open == null) return null;
        for (Connection connection : open) {
            TicketUse other = connection.caller().ticket();
            if (other != null && caller.isOvertakenBy(other.ticket().hash(), other.number()))
                return CloseReason.REPLACED;
        }
        return null;
    }

    private boolean isRevoked(Caller caller) {
        return revoked.cover(caller.recipient(), caller.issuedAt());
    }

    /** All streams open now, in groups of one recipient. */
    List<Connection[]> groups() {
        return new ArrayList<>(byRecipient.values());
    }

    void forEach(Consumer<Connection> action) {
        byRecipient.values().forEach(open -> {
            for (Connection connection : open) action.accept(connection);
        });
    }

    /** The store's epoch as somebody just read it; in another one every stream begins anew. */
    void learn(StoreEpoch current) {
        StoreEpoch before = epoch.getAndSet(current);
        if (before == null || before.equals(current)) return;
        log.warn("The store was set back: {} streams begin anew", count());
        forEach(Connection::epochChanged);
    }

    @Override
    public boolean wants(byte[] recipient) {
        return byRecipient.containsKey(asked.about(recipient));
    }

    @Override
    public void arrived(Arrival arrival) {
        if (arrival instanceof Arrival.Revoked revocation) {
            revoked.learn(new Revocation(revocation.recipient(), revocation.revokedBefore()));
            return;
        }
        if (arrival instanceof Arrival.TicketUsed used) {
            end(used.recipient(), CloseReason.REPLACED, caller -> caller.isOvertakenBy(used.ticket(), used.uses()));
            return;
        }
        if (questions.heard(arrival)) return;
        StoreEpoch current = epoch.get();
        Connection[] open = byRecipient.get(RecipientKey.of(arrival.recipient()));
        if (open == null || current == null || current.id() != arrival.epochId()) return;
        if (arrival instanceof Arrival.Stored stored) stored(open, stored);
        else if (arrival instanceof Arrival.Acked acked) {
            for (Connection connection : open) connection.changed(acked);
        } else if (arrival instanceof Arrival.Read read) {
            for (Connection connection : open) connection.changed(read);
        } else if (arrival instanceof Arrival.Withdrawn withdrawn) {
            for (Connection connection : open) connection.changed(withdrawn);
        }
    }

    private static void stored(Connection[] open, Arrival.Stored stored) {
        Delivery delivery = stored.delivery();
        if (delivery == null) {
            for (Connection connection : open) connection.grown(stored.seq());
            return;
        }
        byte[] body = DeliveryJson.body(delivery.content());
        for (Connection connection : open) connection.arrived(delivery, body);
    }

    private static Connection[] with(Connection @Nullable [] open, Connection added) {
        if (open == null) return new Connection[] {added};
        Connection[] more = java.util.Arrays.copyOf(open, open.length + 1);
        more[open.length] = added;
        return more;
    }

    private static Connection[] without(Connection[] open, Connection gone) {
        return java.util.Arrays.stream(open).filter(one -> one != gone).toArray(Connection[]::new);
    }
}
