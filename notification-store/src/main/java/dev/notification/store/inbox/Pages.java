package dev.notification.store.inbox;

import dev.notification.api.Priority;
import dev.notification.store.Content;
import dev.notification.store.Delivery;
import dev.notification.store.Lanes;
import dev.notification.store.Page;
import dev.notification.store.PageRequest;
import dev.notification.store.database.ArrayParameters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Unsettled deliveries with their content: all pages asked for, in one statement and so each from one snapshot. */
final class Pages {
    private static final Priority[] LANES = Priority.values();
    /** A row for each lane of each request, even when nothing is in it, because the head comes with it. */
    private static final String READ = """
            with hits as (
              select r.at, r.lane, r.max_bytes, i.head, d.seq, d.attempt, d.sent_at, d.created_at, d.expires_at,
                     n.type, n.attributes, n.data, n.data_binary,
                     octet_length(n.attributes) + coalesce(octet_length(n.data), 0) as size
              from unnest(?, ?, ?, ?, ?, ?::timestamptz[], ?, ?)
                   as r (at, recipient, lane, after, resumed, due_before, most, max_bytes)
              join inbox i on i.recipient = r.recipient
              left join lateral (
                select * from delivery d
                where d.inbox_id = i.id and d.priority = r.lane and d.seq > r.after and d.outcome is null
                  and (d.seq > r.resumed or coalesce(d.sent_at, d.created_at) <= r.due_before)
                  and (d.expires_at is null or d.expires_at > now())
                order by d.seq limit r.most) d on true
              left join notification n on n.id = d.notification_id and n.created_at = d.created_at),
            sized as (
              select *, count(seq) over (partition by at, lane) as found,
                     sum(size) over (partition by at, lane order by seq) - size as before
              from hits)
            select at, lane, head, found, seq, attempt, sent_at, created_at, expires_at, type, attributes, data, data_binary
            from sized where seq is null or before < max_bytes
            order by at, lane, seq
            """;

    private final JdbcTemplate jdbc;

    Pages(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    List<Page> read(List<PageRequest> requests) {
        List<PageBuilder> pages = new ArrayList<>(requests.size());
        requests.forEach(request -> pages.add(new PageBuilder(request)));
        jdbc.query(READ, parameters(requests), row -> {
            pages.get((int) row.getLong(1)).add(row);
        });
        return pages.stream().map(PageBuilder::build).toList();
    }

    private static ArrayParameters parameters(List<PageRequest> requests) {
        int rows = requests.size() * LANES.length;
        long[] at = new long[rows];
        String[] recipients = new String[rows];
        short[] lanes = new short[rows];
        long[] after = new long[rows];
        long[] resumed = new long[rows];
        String[] dueBefore = new String[rows];
        long[] most = new long[rows];
        long[] maxBytes = new long[rows];
        for (int i = 0; i < rows; i++) {
            PageRequest request = requests.get(i / LANES.length);
            Priority lane = LANES[i % LANES.length];
            at[i] = i / LANES.length;
            recipients[i] = request.recipient();
            lanes[i] = Lanes.number(lane);
            after[i] = request.after().get(lane);
            resumed[i] = request.resumedThrough();
            dueBefore[i] = request.dueBefore().toString();
            most[i] = request.limit();
            maxBytes[i] = request.maxBytes();
        }
        return new ArrayParameters()
                .array(at)
                .array("text", recipients)
                .array(lanes)
                .array(after)
                .array(resumed)
                .array("text", dueBefore)
                .array(most)
                .array(maxBytes);
    }

    private static final class PageBuilder {
        private final PageRequest request;
        private final List<Delivery> deliveries = new ArrayList<>();
        private final long[] found = new long[LANES.length];
        private final long[] taken = new long[LANES.length];
        private final long[] last = new long[LANES.length];
        private long head;

        PageBuilder(PageRequest request) {
            this.request = request;
        }

        void add(ResultSet row) throws SQLException {
            int lane = row.getInt(2);
            head = row.getLong(3);
            found[lane] = row.getLong(4);
            long seq = row.getLong(5);
            if (row.wasNull()) return;
            taken[lane]++;
            last[lane] = seq;
            Content content = new Content(row.getString(10), row.getBytes(11), row.getBytes(12), row.getBoolean(13));
            deliveries.add(new Delivery(
                    seq,
                    LANES[lane],
                    row.getInt(6),
                    instant(row, 7),
                    row.getObject(8, OffsetDateTime.class).toInstant(),
                    instant(row, 9),
                    content));
        }

        Page build() {
            Lanes through = Lanes.all(0);
            for (Priority lane : LANES) through = through.with(lane, through(lane));
            return new Page(request.recipient(), head, deliveries, through);
        }

        /** A lane that gave fewer than asked for, and all of those, has nothing more up to the head. */
        private long through(Priority lane) {
            int i = Lanes.number(lane);
            long after = request.after().get(lane);
            boolean whole = found[i] < request.limit() && taken[i] == found[i];
            return Math.max(after, whole ? head : last[i]);
        }
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
