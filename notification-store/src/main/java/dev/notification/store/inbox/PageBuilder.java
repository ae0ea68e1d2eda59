package dev.notification.store.inbox;

import dev.notification.api.Priority;
import dev.notification.store.Delivery;
import dev.notification.store.Lanes;
import dev.notification.store.Page;
import dev.notification.store.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One page, from the rows that {@link Pages} reads for it. */
final class PageBuilder {
    private static final Priority[] LANES = Priority.values();

    private final PageRequest request;
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Delivery> covered = new ArrayList<>();
    private final Lane[] lanes = {new Lane(), new Lane(), new Lane()};
    private long head;

    /** What was found in a lane, and what of it is here. */
    private static final class Lane {
        long found;
        long newFound;
        long taken;
        long newTaken;
        long last;
        long newLast;
    }

    PageBuilder(PageRequest request) {
        this.request = request;
    }

    void add(ResultSet row) throws SQLException {
        Lane lane = lanes[row.getInt("lane")];
        head = row.getLong("head");
        lane.found = row.getLong("all_found");
        lane.newFound = row.getLong("new_found");
        long seq = row.getLong("seq");
        if (row.wasNull()) return;
        lane.taken++;
        lane.last = seq;
        if (!row.getBoolean("again")) {
            lane.newTaken++;
            lane.newLast = seq;
        }
        if (!row.getBoolean("wanted")) return;
        (row.getBoolean("waits") ? covered : deliveries).add(Columns.delivery(row));
    }

    Page build() {
        Lanes through = Lanes.all(0);
        Lanes againThrough = Lanes.all(0);
        for (Priority priority : LANES) {
            Lane lane = lanes[Lanes.number(priority)];
            through = through.with(priority, Math.max(request.after().get(priority), through(priority, lane)));
            againThrough = againThrough.with(priority, lane.taken == lane.found ? Long.MAX_VALUE : lane.last);
        }
        return new Page(request.recipient(), head, deliveries, covered, through, againThrough);
    }

    /** A lane that gave fewer than asked for, and all of those, has nothing more up to the head. */
    private long through(Priority priority, Lane lane) {
        boolean whole = lane.newFound < request.limit().get(priority) && lane.newTaken == lane.newFound;
        return whole ? head : lane.newLast;
    }
}
