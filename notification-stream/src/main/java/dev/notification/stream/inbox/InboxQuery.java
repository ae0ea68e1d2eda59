package dev.notification.stream.inbox;

import dev.notification.store.InboxFilter;
import dev.notification.stream.problem.Problem;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/** Which page of an inbox is asked for: {@code state}, {@code before} and {@code limit}. */
record InboxQuery(InboxFilter filter, OptionalLong before, int limit) {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    /** Reads the query; a {@code malformed} problem names the parameter that breaks its rule. */
    static InboxQuery of(MultiValueMap<String, String> parameters) {
        return new InboxQuery(
                filter(single(parameters, "state")),
                before(single(parameters, "before")),
                limit(single(parameters, "limit")));
    }

    /** The number, empty when it is none that a delivery can have. */
    static OptionalLong sequence(String text) {
        if (!text.matches("[1-9][0-9]{0,18}")) return OptionalLong.empty();
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.empty();
        }
    }

    private static InboxFilter filter(@Nullable String state) {
        if (state == null) return InboxFilter.ALL;
        return switch (state) {
            case "unacked" -> InboxFilter.UNACKED;
            case "unread" -> InboxFilter.UNREAD;
            case "all" -> InboxFilter.ALL;
            default -> throw Problem.malformed("state must be unacked, unread or all");
        };
    }

    private static OptionalLong before(@Nullable String before) {
        if (before == null) return OptionalLong.empty();
        OptionalLong seq = sequence(before);
        if (seq.isEmpty()) throw Problem.malformed("before must be a sequence");
        return seq;
    }

    private static int limit(@Nullable String limit) {
        if (limit == null) return DEFAULT_LIMIT;
        OptionalLong number = sequence(limit);
        if (number.isEmpty() || number.getAsLong() > MAX_LIMIT) {
            throw Problem.malformed("limit must be a number from 1 to " + MAX_LIMIT);
        }
        return (int) number.getAsLong();
    }

    private static @Nullable String single(MultiValueMap<String, String> parameters, String name) {
        List<String> values = parameters.get(name);
        if (values == null) return null;
        if (values.size() != 1 || values.get(0) == null)
            throw Problem.malformed("Give " + name + " once, with a value");
        return values.get(0);
    }
}
