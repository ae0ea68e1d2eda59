package dev.notification.store.ingest;

import dev.notification.api.Rejection;
import dev.notification.api.RejectionCode;
import dev.notification.store.database.ArrayParameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table {@code message_key}: which notifications are stored already. */
final class MessageKeys {
    /** What the sequence adds: ids of one batch follow each other in its order. */
    private static final int IDS_IN_A_BLOCK = 1_000;
    /** Sorted, so that two batches with keys in common wait for each other instead of locking up. One block of ids for all. */
    private static final String CLAIM = """
            insert into message_key (hash, digest, notification_id)
            select hash, digest, (select nextval('notification_id')) + n - 1
            from unnest(?, ?) with ordinality as k (hash, digest, n) order by hash
            on conflict (hash) do nothing
            returning hash, notification_id
            """;
    /** A second statement, because only its snapshot sees what the first one waited for. */
    private static final String STORED = """
            select hash, digest from message_key where hash = any (?)
            """;

    /**
     * @param fresh what to store, in the order of the batch
     * @param duplicates how many repeat what is stored, or an earlier one of the batch
     * @param conflicts those that reuse a key for something else
     */
    record Claim(List<Identified> fresh, int duplicates, List<Refusal> conflicts) {}

    /**
     * Of what came after it had expired.
     *
     * @param duplicates how many repeat what is stored
     * @param refusals all others
     */
    record Late(int duplicates, List<Refusal> refusals) {}

    /** A draft whose key is taken for it, and the id of its row in {@code notification}. */
    record Identified(long id, Draft draft) {}

    private final JdbcTemplate jdbc;

    MessageKeys(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes the keys that are free, inside the caller's transaction, for at most {@value #IDS_IN_A_BLOCK} drafts. */
    Claim claim(List<Draft> drafts) {
        if (drafts.isEmpty()) return new Claim(List.of(), 0, List.of());
        Map<Fingerprint, Draft> first = new LinkedHashMap<>();
        for (Draft draft : drafts) first.putIfAbsent(draft.key(), draft);
        Map<Fingerprint, Long> ids = insert(first);
        Map<Fingerprint, Fingerprint> substances =
                ids.size() == drafts.size() ? Map.of() : substances(first, ids.keySet());

        List<Identified> fresh = new ArrayList<>(ids.size());
        List<Refusal> conflicts = new ArrayList<>();
        int duplicates = 0;
        for (Draft draft : drafts) {
            Long id = ids.remove(draft.key());
            if (id != null) fresh.add(new Identified(id, draft));
            else if (draft.substance().equals(substances.get(draft.key()))) duplicates++;
            else conflicts.add(new Refusal(draft.record(), CONFLICT));
        }
        return new Claim(fresh, duplicates, conflicts);
    }

    /** Looks which of these were stored when there was time; a topic that is read again is no news. */
    Late late(List<RecordReader.Late> records) {
        if (records.isEmpty()) return new Late(0, List.of());
        Map<Fingerprint, Fingerprint> substances =
                read(records.stream().map(late -> late.draft().key()).distinct());
        List<Refusal> refusals = new ArrayList<>();
        for (RecordReader.Late late : records) {
            Draft draft = late.draft();
            if (!draft.substance().equals(substances.get(draft.key()))) refusals.add(late.refusal());
        }
        return new Late(records.size() - refusals.size(), refusals);
    }

    /** Ids for those whose keys were free. */
    private Map<Fingerprint, Long> insert(Map<Fingerprint, Draft> first) {
        if (first.size() > IDS_IN_A_BLOCK) throw new IllegalArgumentException("too many drafts: " + first.size());
        byte[][] hashes = first.keySet().stream().map(Fingerprint::bytes).toArray(byte[][]::new);
        byte[][] digests =
                first.values().stream().map(draft -> draft.substance().bytes()).toArray(byte[][]::new);
        Map<Fingerprint, Long> ids = new HashMap<>(first.size() * 2);
        jdbc.query(CLAIM, new ArrayParameters().array("bytea", hashes).array("bytea", digests), row -> {
            ids.put(Fingerprint.of(row.getBytes(1)), row.getLong(2));
        });
        return ids;
    }

    /** Of each key what is or will be stored under it. */
    private Map<Fingerprint, Fingerprint> substances(Map<Fingerprint, Draft> first, Set<Fingerprint> free) {
        Map<Fingerprint, Fingerprint> substances = new HashMap<>();
        first.forEach((key, draft) -> {
            if (free.contains(key)) substances.put(key, draft.substance());
        });
        if (free.size() < first.size()) {
            substances.putAll(read(first.keySet().stream().filter(key -> !free.contains(key))));
        }
        if (substances.size() < first.size()) {
            throw new ConcurrencyFailureException("an idempotency key was swept between two statements");
        }
        return substances;
    }

    private Map<Fingerprint, Fingerprint> read(Stream<Fingerprint> keys) {
        byte[][] hashes = keys.map(Fingerprint::bytes).toArray(byte[][]::new);
        Map<Fingerprint, Fingerprint> substances = new HashMap<>();
        jdbc.query(STORED, new ArrayParameters().array("bytea", hashes), row -> {
            substances.put(Fingerprint.of(row.getBytes(1)), Fingerprint.of(row.getBytes(2)));
        });
        return substances;
    }

    private static final Rejection CONFLICT = new Rejection(
            RejectionCode.CONFLICTING_ID,
            "id",
            "A notification with this source and id but another audience, type or data is stored already; "
                    + "give every notification an id of its own");
}
