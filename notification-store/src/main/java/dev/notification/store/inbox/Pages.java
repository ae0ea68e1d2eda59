package dev.notification.store.inbox;

import dev.notification.api.Priority;
import dev.notification.store.Lanes;
import dev.notification.store.Page;
import dev.notification.store.PageRequest;
import dev.notification.store.database.ArrayParameters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Unsettled deliveries with their content: all pages asked for, in one statement and so each from one snapshot. */
final class Pages {
    private static final Priority[] LANES = Priority.values();
    /**
     * A row for each lane of each request, even when nothing is in it, because the head comes with it. What a client's cursor
     * covers and what its filter leaves out comes without content, so that the lane is known to be complete there.
     */
    private static final String READ = """
            with asked as (
              select i.id as inbox_id, i.head, r.*
              from unnest(?, ?, ?, ?, ?, ?, ?, ?::timestamptz[], ?, ?, ?, ?)
                   as r (at, recipient, lane, after, most, max_bytes, covered, due_before, listed, opened, types, topics)
              join inbox i on i.recipient = r.recipient),
            found as (
              select r.*, false as again, d.seq, d.attempt, d.sent_at, d.created_at, d.expires_at, d.ack_required,
                     d.notification_id
              from asked r left join lateral (
                (select * from delivery d
                 where d.inbox_id = r.inbox_id and d.priority = r.lane and d.seq > r.after
                   and d.outcome is null and d.exhausted_at is null
                   and (d.seq > r.covered or r.listed or coalesce(d.sent_at, d.created_at) <= r.due_before)
                   and (d.expires_at is null or d.expires_at > now())
                 order by d.seq limit r.most)
                union all
                (select * from delivery d
                 where r.head > r.opened and d.inbox_id = r.inbox_id and d.priority = r.lane and d.seq > greatest(r.after, r.opened)
                   and d.outcome = 2 and (d.expires_at is null or d.expires_at > now())
                 order by d.seq limit r.most)
                order by seq limit r.most) d on true
              union all
              select r.*, true, d.seq, d.attempt, d.sent_at, d.created_at, d.expires_at, d.ack_required, d.notification_id
              from unnest(?, ?, ?) as a (at, lane, seq)
              join asked r on r.at = a.at and r.lane = a.lane
              join delivery d on d.inbox_id = r.inbox_id and d.seq = a.seq and d.outcome is null and d.exhausted_at is null
                and (d.expires_at is null or d.expires_at > now())),
            judged as (
              select f.*, n.type, n.attributes, n.data, n.data_binary,
                     not f.again and f.seq <= f.covered and coalesce(f.sent_at, f.created_at) > f.due_before as waits,
                     (f.types is null or n.type = any (string_to_array(f.types, E'\\n')))
                       and (f.topics is null or n.topic = any (string_to_array(f.topics, E'\\n'))) as wanted
              from found f left join notification n on n.id = f.notification_id and n.created_at = f.created_at),
            sized as (
              select *, case when waits or wanted is not true then 0
                          else octet_length(attributes) + coalesce(octet_length(data), 0) end as size
              from judged),
            bounded as (
              select *, count(seq) over lane as all_found, count(seq) filter (where not again) over lane as new_found,
                     sum(size) over (lane order by seq) - size as before
              from sized window lane as (partition by at, lane))
            select at, lane, head, all_found, new_found, seq, again, waits, wanted is true as wanted, attempt, sent_at, created_at,
                   expires_at, ack_required, type,
                   case when waits then '' else attributes end as attributes,
                   case when waits then null else data end as data, data_binary
            from bounded where seq is null or before < max_bytes
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
            pages.get((int) row.getLong("at")).add(row);
        });
        return pages.stream().map(PageBuilder::build).toList();
    }

    private static ArrayParameters parameters(List<PageRequest> requests) {
        int rows = requests.size() * LANES.length;
        long[] at = new long[rows];
        String[] recipients = new String[rows];
        short[] lanes = new short[rows];
        long[] after = new long[rows];
        long[] most = new long[rows];
        long[] maxBytes = new long[rows];
        long[] covered = new long[rows];
        String[] dueBefore = new String[rows];
        Boolean[] listed = new Boolean[rows];
        long[] opened = new long[rows];
        @Nullable String[] types = new String[rows];
        @Nullable String[] topics = new String[rows];
        for (int i = 0; i < rows; i++) {
            PageRequest request = requests.get(i / LANES.length);
            Priority lane = LANES[i % LANES.length];
            at[i] = i / LANES.length;
            recipients[i] = request.recipient();
            lanes[i] = Lanes.number(lane);
            after[i] = request.after().get(lane);
            most[i] = request.limit().get(lane);
            maxBytes[i] = request.maxBytes();
            covered[i] = request.covered().through();
            dueBefore[i] = request.covered().dueBefore().toString();
            listed[i] = request.covered().listed();
            opened[i] = request.openedAt();
            types[i] = lines(request.filter().types());
            topics[i] = lines(request.filter().topics());
        }
        ArrayParameters parameters = new ArrayParameters()
                .array(at)
                .array("text", recipients)
                .array(lanes)
                .array(after)
                .array(most)
                .array(maxBytes)
                .array(covered)
                .array("text", dueBefore)
                .array("bool", listed)
                .array(opened)
                .array("text", types)
                .array("text", topics);
        return again(requests, parameters);
    }

    private static ArrayParameters again(List<PageRequest> requests, ArrayParameters parameters) {
        int n = requests.stream().mapToInt(request -> request.again().size()).sum();
        long[] at = new long[n];
        short[] lanes = new short[n];
        long[] seqs = new long[n];
        int i = 0;
        for (int request = 0; request < requests.size(); request++) {
            for (PageRequest.Again again : requests.get(request).again()) {
                at[i] = request;
                lanes[i] = Lanes.number(again.lane());
                seqs[i++] = again.seq();
            }
        }
        return parameters.array(at).array(lanes).array(seqs);
    }

    /** Neither a type nor a topic has a line end in it. Null for none: everything is wanted. */
    private static @Nullable String lines(Collection<String> names) {
        return names.isEmpty() ? null : String.join("\n", names);
    }
}
