package dev.notification.reliability.client;

import dev.notification.reliability.history.OperationsLog;
import dev.notification.reliability.site.Site;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Those whom an experiment is about, and what it is for all of them: they are nobody else's on the site.
 *
 * @param name of the experiment, with which their names begin
 * @param seed of all that happens by chance
 * @param together whether all of them connect to the first stream node first, or to all nodes in turn
 * @param resuming whether some of them ack by resuming: all of what they received, not every second one
 */
public record Crowd(
        Site site, OperationsLog log, String name, long seed, int size, boolean together, boolean resuming) {

    /** From 0 on. */
    String recipient(int number) {
        return name + "-" + number;
    }

    List<String> recipients() {
        return IntStream.range(0, size).mapToObj(this::recipient).toList();
    }

    /** Of all of them, as the tables name them. */
    public List<Long> inboxes() {
        try (Connection connection = site.connect();
                PreparedStatement statement =
                        connection.prepareStatement("select id from inbox where recipient = any (?) order by id")) {
            statement.setArray(1, connection.createArrayOf("text", recipients().toArray()));
            List<Long> inboxes = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) inboxes.add(row.getLong(1));
            }
            return inboxes;
        } catch (SQLException e) {
            throw new IllegalStateException("Nobody knows the inboxes of " + name, e);
        }
    }

    String token(String recipient) {
        return site.tokens().of(recipient);
    }

    /** All stream nodes in the order in which this one asks them. */
    List<Door> doorsOf(int number) {
        return doors(together ? 0 : number);
    }

    /** All stream nodes, beginning with this one. */
    List<Door> doors(int first) {
        List<Door> doors = site.streams().stream()
                .map(node -> new Door(node.name(), site.clientPort(node)))
                .toList();
        return IntStream.range(first, first + doors.size())
                .mapToObj(i -> doors.get(i % doors.size()))
                .toList();
    }
}
