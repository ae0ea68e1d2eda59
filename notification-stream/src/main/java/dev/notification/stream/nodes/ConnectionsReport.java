package dev.notification.stream.nodes;

import dev.notification.store.OpenConnection;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A recipient's connections on all stream nodes, as JSON shows them.
 *
 * @param nodes who was asked, by name: where one did not answer nobody knows what it has
 * @param connections of those who answered, by node and oldest first
 */
public record ConnectionsReport(List<AskedNode> nodes, List<Shown> connections) {

    public ConnectionsReport {
        nodes = List.copyOf(nodes);
        connections = List.copyOf(connections);
    }

    /**
     * A stream node.
     *
     * @param alive whether its last heartbeat is recent; one that is not is not waited for
     * @param answered whether it said what it has
     * @param connections how many that is; of more than 20 the oldest 20 are shown
     */
    public record AskedNode(String node, boolean alive, boolean answered, int connections) {}

    /**
     * A connection.
     *
     * @param node where it is
     * @param since when it was opened, by the clock of that node
     * @param address of the client, null when unknown
     * @param lastAckAt when something in flight on it was last settled by an ack of any device, null before the first
     * @param inFlight frames sent on it and not settled
     * @param types that it wants, empty for all
     * @param topics that it wants, empty for all
     * @param ack {@code cursor} where its cursor is its ack, else null
     * @param lastId the last position it was given, null while the store has not answered
     */
    public record Shown(
            String node,
            Instant since,
            @Nullable String address,
            @Nullable Instant lastAckAt,
            int inFlight,
            SortedSet<String> types,
            SortedSet<String> topics,
            @Nullable String ack,
            @Nullable String lastId) {

        static Shown on(String node, OpenConnection connection) {
            return new Shown(
                    node,
                    connection.since(),
                    connection.address(),
                    connection.lastAckAt(),
                    connection.inFlight(),
                    new TreeSet<>(connection.filter().types()),
                    new TreeSet<>(connection.filter().topics()),
                    connection.cursorAcks() ? "cursor" : null,
                    connection.lastId());
        }
    }
}
