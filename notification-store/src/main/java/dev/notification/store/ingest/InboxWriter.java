package dev.notification.store.ingest;

import dev.notification.api.Data;
import dev.notification.api.Notification;
import dev.notification.store.Lanes;
import dev.notification.store.StoreEpoch;
import dev.notification.store.database.ArrayParameters;
import dev.notification.store.ingest.MessageKeys.Identified;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Places drafts in inboxes: takes the sequences under the inbox locks, then writes content and deliveries. */
final class InboxWriter {
    /** Inboxes are locked in the order of their recipients' bytes, whoever writes. */
    private static final String TAKE_SEQUENCES = """
            insert into inbox (recipient, head)
            select * from unnest(?, ?) as i (recipient, added) order by recipient collate "C"
            on conflict (recipient) do update set head = inbox.head + excluded.head
            returning recipient, id, head, now(), (select secret from epoch)
            """;

    private static final String INSERT_CONTENT = """
            insert into notification
              (id, source, message_id, type, priority, attributes, data, data_binary, expires_at, ack_required)
            select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz[], ?)
            """;
    private static final String INSERT_DELIVERIES = """
            insert into delivery (inbox_id, seq, notification_id, priority, expires_at, ack_required)
            select * from unnest(?, ?, ?, ?, ?::timestamptz[], ?)
            """;

    private final JdbcTemplate jdbc;
    private final CrashPoint crashPoint;

    InboxWriter(JdbcTemplate jdbc, CrashPoint crashPoint) {
        this.jdbc = jdbc;
        this.crashPoint = crashPoint;
    }

    /** Stores what was claimed inside the caller's transaction, in its order. */
    List<Stored> append(List<Identified> claimed) {
        if (claimed.isEmpty()) return List.of();
        Map<String, Head> heads = takeSequences(claimed);
        crashPoint.reached(CrashPoint.Step.SEQUENCES_TAKEN);
        insertContent(claimed);
        List<Stored> stored = number(claimed, heads);
        insertDeliveries(stored);
        return stored;
    }

    /** An inbox as its lock found it, and the sequence to give out next. */
    private static final class Head {
        final Stored.Place place;
        long next;

        Head(Stored.Place place, long next) {
            this.place = place;
            this.next = next;
        }
    }

    private Map<String, Head> takeSequences(List<Identified> claimed) {
        Map<String, Long> added = new LinkedHashMap<>();
        for (Identified one : claimed) {
            for (String name : one.draft().notification().audience().names()) added.merge(name, 1L, Long::sum);
        }
        Map<String, Head> heads = new HashMap<>(added.size() * 2);
        jdbc.query(
                TAKE_SEQUENCES,
                new ArrayParameters()
                        .array("text", added.keySet().toArray())
                        .array(added.values().stream()
                                .mapToLong(Long::longValue)
                                .toArray()),
                row -> {
                    String recipient = row.getString(1);
                    long first = row.getLong(3) - added.getOrDefault(recipient, 0L) + 1;
                    Instant now = row.getObject(4, OffsetDateTime.class).toInstant();
                    // asked for here and not remembered: another process may have begun a new one
                    long epochId = new StoreEpoch(row.getBytes(5)).id();
                    heads.put(recipient, new Head(new Stored.Place(recipient, row.getLong(2), now, epochId), first));
                });
        return heads;
    }

    private List<Stored> number(List<Identified> claimed, Map<String, Head> heads) {
        List<Stored> stored = new ArrayList<>(claimed.size());
        for (Identified one : claimed) {
            for (String name : one.draft().notification().audience().names()) {
                Head head = heads.get(name);
                if (head == null) throw new IllegalStateException("the database returned no row for an inbox");
                stored.add(new Stored(head.place, head.next++, one.id(), one.draft()));
            }
        }
        return stored;
    }

    private void insertContent(List<Identified> claimed) {
        int n = claimed.size();
        long[] ids = new long[n];
        String[] sources = new String[n];
        String[] messageIds = new String[n];
        String[] types = new String[n];
        short[] priorities = new short[n];
        byte[][] attributes = new byte[n][];
        byte[][] data = new byte[n][];
        Boolean[] binary = new Boolean[n];
        @Nullable String[] expiries = new String[n];
        Boolean[] ackRequired = new Boolean[n];
        for (int i = 0; i < n; i++) {
            Draft draft = claimed.get(i).draft();
            Notification notification = draft.notification();
            ids[i] = claimed.get(i).id();
            sources[i] = notification.source();
            messageIds[i] = notification.id();
            types[i] = notification.type();
            priorities[i] = Lanes.number(notification.priority());
            attributes[i] = draft.content().attributes();
            Data value = notification.data();
            if (value != null) data[i] = value.bytes();
            binary[i] = value != null && value.binary();
            expiries[i] = text(notification.expiryTime());
            ackRequired[i] = draft.ackRequired();
        }
        jdbc.update(
                INSERT_CONTENT,
                new ArrayParameters()
                        .array(ids)
                        .array("text", sources)
                        .array("text", messageIds)
                        .array("text", types)
                        .array(priorities)
                        .array("bytea", attributes)
                        .array("bytea", data)
                        .array("bool", binary)
                        .array("text", expiries)
                        .array("bool", ackRequired));
        crashPoint.reached(CrashPoint.Step.CONTENT_INSERTED);
    }

    private void insertDeliveries(List<Stored> stored) {
        int n = stored.size();
        long[] inboxes = new long[n];
        long[] seqs = new long[n];
        long[] ids = new long[n];
        short[] priorities = new short[n];
        @Nullable String[] expiries = new String[n];
        Boolean[] ackRequired = new Boolean[n];
        for (int i = 0; i < n; i++) {
            Stored one = stored.get(i);
            inboxes[i] = one.place().inboxId();
            seqs[i] = one.seq();
            ids[i] = one.notificationId();
            priorities[i] = Lanes.number(one.draft().notification().priority());
            expiries[i] = text(one.draft().notification().expiryTime());
            ackRequired[i] = one.draft().ackRequired();
        }
        jdbc.update(
                INSERT_DELIVERIES,
                new ArrayParameters()
                        .array(inboxes)
                        .array(seqs)
                        .array(ids)
                        .array(priorities)
                        .array("text", expiries)
                        .array("bool", ackRequired));
        crashPoint.reached(CrashPoint.Step.DELIVERIES_INSERTED);
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
