package dev.notification.store.ingest;

import dev.notification.api.Rejection;
import dev.notification.api.RejectionCode;
import dev.notification.store.database.ArrayParameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table {@code message_key}: which notifications are stored already. */
final class MessageKeys {
    /** Sorted, so that two batches with keys in common wait for each other instead of locking up. */
    private static final String CLAIM = """
            insert into message_key (hash, digest, notification_id)
            select * from unnest(?, ?, ?) as k (hash, digest, notification_id) order by hash
            on conflict (hash) do nothing
            returning hash
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

    /**
     * Takes the keys that are free, inside the caller's transaction.
     *
     * @param firstId of a block of ids that has one for each draft
     */
    Claim claim(List<Draft> drafts, long firstId) {
        Map<Fingerprint, Identified> first = new LinkedHashMap<>();
        for (Draft draft : drafts) first.putIfAbsent(draft.key(), new Identified(firstId + first.size(), draft));
        Set<Fingerprint> free = insert(first);
        Map<Fingerprint, Fingerprint> substances = free.size() == first.size() ? Map.of() : stored(first, free);

        List<Identified> fresh = new ArrayList<>(drafts.size());
        List<Refusal> conflicts = new ArrayList<>();
        Set<Fingerprint> seen = new HashSet<>();
        int duplicates = 0;
        for (Draft draft : drafts) {
            Identified earliest = Objects.requireNonNull(first.get(draft.key()), "every draft's key is there");
            Fingerprint substance = substances.get(draft.key());
            if (substance == null && seen.add(draft.key())) fresh.add(earliest);
            else if (draft.substance()
                    .equals(substance == null ? earliest.draft().substance() : substance)) duplicates++;
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

    private Set<Fingerprint> insert(Map<Fingerprint, Identified> first) {
        byte[][] hashes = first.keySet().stream().map(Fingerprint::bytes).toArray(byte[][]::new);
        byte[][] digests = first.values().stream()
                .map(one -> one.draft().substance().bytes())
                .toArray(byte[][]::new);
        long[] ids = first.values().stream().mapToLong(Identified::id).toArray();
        Set<Fingerprint> free = new HashSet<>();
        jdbc.query(
                CLAIM,
                new ArrayParameters()
                        .array("bytea", hashes)
                        .array("bytea", digests)
                        .array(ids),
                row -> {
                    free.add(Fingerprint.of(row.getBytes(1)));
                });
        return free;
    }

    private Map<Fingerprint, Fingerprint> stored(Map<Fingerprint, Identified> first, Set<Fingerprint> free) {
        Map<Fingerprint, Fingerprint> substances = read(first.keySet().stream().filter(key -> !free.contains(key)));
        if (substances.size() < first.size() - free.size()) {
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
