package dev.notification.stream.connection;

import dev.notification.store.TicketHash;
import dev.notification.store.TicketUse;
import dev.notification.store.Tickets;
import java.util.ArrayList;
import java.util.List;

/** Looks whether tickets that are open here opened another stream elsewhere: the arrival that told so may be lost. */
final class TicketComparison {
    private static final int MAX_BATCH = 5_000;

    private final Tickets tickets;
    private final Connections connections;

    TicketComparison(Tickets tickets, Connections connections) {
        this.tickets = tickets;
        this.connections = connections;
    }

    /** One round; blocks on the store. */
    void run() {
        List<TicketUse> open = new ArrayList<>();
        connections.forEach(connection -> {
            TicketUse use = connection.caller().ticket();
            if (use != null) open.add(use);
        });
        for (int from = 0; from < open.size(); from += MAX_BATCH) {
            compare(open.subList(from, Math.min(open.size(), from + MAX_BATCH)));
        }
    }

    private void compare(List<TicketUse> open) {
        List<TicketHash> hashes = open.stream().map(use -> use.ticket().hash()).toList();
        List<Long> uses = tickets.uses(hashes);
        for (int i = 0; i < open.size(); i++) {
            TicketHash hash = hashes.get(i);
            long known = uses.get(i);
            if (!open.get(i).isOvertakenBy(hash, known)) continue;
            connections.end(
                    open.get(i).ticket().recipient(),
                    CloseReason.REPLACED,
                    caller -> caller.isOvertakenBy(hash, known));
        }
    }
}
