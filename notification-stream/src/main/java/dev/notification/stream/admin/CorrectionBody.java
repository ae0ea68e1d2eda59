package dev.notification.stream.admin;

import dev.notification.store.NotificationKey;
import dev.notification.stream.body.StrictJson;
import dev.notification.stream.problem.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The document that names what to correct: {@code {"source":"/orders","id":"o-17","recipients":["alice"]}}.
 *
 * @param recipients in whose inboxes; empty for all
 */
record CorrectionBody(NotificationKey key, Set<String> recipients) {
    /** As many as a notification may name itself. */
    private static final int MAX_RECIPIENTS = 1_000;

    private static final String EXPECTED = "{\"source\":\"/orders\",\"id\":\"o-17\",\"recipients\":[\"alice\"]}";

    private record Wire(
            @Nullable String source,
            @Nullable String id,
            @Nullable List<@Nullable String> recipients) {}

    /** Reads and checks the document; a {@code malformed} problem names the member that breaks its rule. */
    static CorrectionBody read(byte[] json) {
        Wire wire = StrictJson.read(json, Wire.class, EXPECTED);
        NotificationKey key = new NotificationKey(given("source", wire.source), given("id", wire.id));
        return new CorrectionBody(key, recipients(wire.recipients));
    }

    private static String given(String member, @Nullable String value) {
        if (value == null) throw Problem.malformed("Give " + member + " of the notification");
        return QueryParameters.text(member, value);
    }

    /** An empty list would look like nobody and mean everybody. */
    private static Set<String> recipients(@Nullable List<@Nullable String> names) {
        if (names == null) return Set.of();
        if (names.isEmpty()) throw Problem.malformed("Leave recipients out for everybody, or name at least one");
        if (names.size() > MAX_RECIPIENTS) {
            throw Problem.malformed("recipients may have at most " + MAX_RECIPIENTS + " entries");
        }
        Set<String> checked = new LinkedHashSet<>();
        for (String name : names) {
            if (name == null) throw Problem.malformed("In recipients, every entry is a name");
            checked.add(RecipientName.checked("recipients", name));
        }
        return checked;
    }
}
