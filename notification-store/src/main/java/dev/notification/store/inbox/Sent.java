package dev.notification.store.inbox;

import dev.notification.store.Place;
import dev.notification.store.SentMark;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The marks of one delivery, which several connections may have written: an update takes only one row into account.
 *
 * @param latest the time of the last one and the highest attempt
 * @param sends all of them, as the column {@code sends} keeps them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Sent(SentMark latest, byte[] sends) {
    /** Microseconds since 1970, node, attempt. */
    private static final int BYTES = Long.BYTES + Integer.BYTES + Short.BYTES;

    /** @param node that wrote them */
    static List<Sent> of(Collection<SentMark> marks, int node) {
        Map<Place, List<SentMark>> byPlace = new LinkedHashMap<>();
        for (SentMark mark : marks) {
            byPlace.computeIfAbsent(new Place(mark.recipient(), mark.seq()), place -> new ArrayList<>(1))
                    .add(mark);
        }
        return byPlace.values().stream().map(same -> of(same, node)).toList();
    }

    private static Sent of(List<SentMark> same, int node) {
        same.sort(Comparator.comparing(SentMark::sentAt));
        ByteBuffer sends = ByteBuffer.allocate(same.size() * BYTES);
        int attempt = 0;
        for (SentMark mark : same) {
            attempt = Math.max(attempt, mark.attempt());
            sends.putLong(ChronoUnit.MICROS.between(Instant.EPOCH, mark.sentAt()))
                    .putInt(node)
                    .putShort((short) mark.attempt());
        }
        SentMark last = same.get(same.size() - 1);
        SentMark latest =
                new SentMark(last.recipient(), last.seq(), last.createdAt(), last.sentAt(), attempt, last.settles());
        return new Sent(latest, sends.array());
    }
}
