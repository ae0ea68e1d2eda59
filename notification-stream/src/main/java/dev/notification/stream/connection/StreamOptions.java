package dev.notification.stream.connection;

import dev.notification.store.Delivery;
import dev.notification.store.Filter;
import dev.notification.stream.problem.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * What a client asks for in the query of its stream.
 *
 * @param eventField what the SSE {@code event} field of a notification says
 * @param cursorAcks whether coming back with a cursor acks what it covers
 */
record StreamOptions(EventField eventField, Filter filter, boolean cursorAcks) {
    static final StreamOptions NONE = new StreamOptions(EventField.NONE, Filter.NONE, false);

    /** What a page asks a store to compare with each delivery. */
    private static final int MAX_NAMES = 100;

    private static final String TYPE = "[!-~&&[^,]]{1,128}";
    private static final String TOPIC = "[A-Za-z0-9._-]{1,128}";

    /** What the {@code event} field of a notification says. */
    enum EventField {
        /** It is not there, so that {@code onmessage} gets every notification. */
        NONE,
        TYPE,
        PRIORITY;

        @Nullable
        String of(Delivery delivery) {
            return switch (this) {
                case NONE -> null;
                case TYPE -> delivery.content().type();
                case PRIORITY -> delivery.priority().label() + "-priority";
            };
        }
    }

    /** Throws a {@link Problem} that names the parameter to change. */
    static StreamOptions of(MultiValueMap<String, String> query) {
        Filter filter = new Filter(
                names(query, "types", TYPE, "printable ASCII without blanks and commas"),
                names(query, "topics", TOPIC, "letters, digits, '.', '_' and '-'"));
        boolean cursorAcks = cursorAcks(query.get("ack"));
        if (cursorAcks && !filter.equals(Filter.NONE)) {
            throw Problem.malformed(
                    "With ack=cursor leave 'types' and 'topics' out: a cursor acks what they hide, too");
        }
        return new StreamOptions(eventField(query.get("events")), filter, cursorAcks);
    }

    private static boolean cursorAcks(@Nullable List<String> values) {
        if (values == null) return false;
        if (!values.equals(List.of("cursor"))) throw Problem.malformed("The parameter 'ack' can only be 'cursor'");
        return true;
    }

    private static EventField eventField(@Nullable List<String> values) {
        if (values == null) return EventField.NONE;
        if (values.equals(List.of("type"))) return EventField.TYPE;
        if (values.equals(List.of("priority"))) return EventField.PRIORITY;
        throw Problem.malformed("The parameter 'events' must be 'type' or 'priority'");
    }

    private static Set<String> names(MultiValueMap<String, String> query, String parameter, String form, String words) {
        List<String> values = query.get(parameter);
        if (values == null) return Set.of();
        Set<String> names = new LinkedHashSet<>();
        for (String value : values) {
            for (String name : String.valueOf(value).split(",", -1)) {
                if (value == null || !name.matches(form)) {
                    throw Problem.malformed("The parameter '" + parameter
                            + "' must be names separated by commas, each 1 to 128 characters, " + words);
                }
                names.add(name);
            }
        }
        if (names.size() > MAX_NAMES) {
            throw Problem.malformed(
                    "The parameter '" + parameter + "' must not have more than " + MAX_NAMES + " names");
        }
        return names;
    }

    /** Whether notifications of this type are wanted; what they are about may still say no. */
    boolean wantsType(String type) {
        return filter.types().isEmpty() || filter.types().contains(type);
    }
}
