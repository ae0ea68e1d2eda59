package dev.notification.stream.admin;

import dev.notification.api.Audience;
import dev.notification.api.Rfc3339;
import dev.notification.store.DeliveryState;
import dev.notification.stream.problem.Problem;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/** The query of a request, read strictly: whatever breaks a rule is a {@code malformed} problem that names the parameter. */
final class QueryParameters {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;
    private static final int MAX_CHARACTERS = 512;
    private static final Map<String, DeliveryState> STATES = Stream.of(DeliveryState.values())
            .collect(Collectors.toMap(DeliveryState::label, state -> state, (a, b) -> a, LinkedHashMap::new));

    private final MultiValueMap<String, String> all;

    private QueryParameters(MultiValueMap<String, String> all) {
        this.all = all;
    }

    /** A query that has no parameters but these, and each of them once at most. */
    static QueryParameters of(MultiValueMap<String, String> all, String... known) {
        for (String name : new TreeSet<>(all.keySet())) {
            if (!Set.of(known).contains(name)) {
                throw Problem.malformed(
                        "There is no parameter '" + printable(name) + "' here; there are: " + String.join(", ", known));
            }
            List<String> values = all.get(name);
            if (values == null
                    || values.size() != 1
                    || values.get(0) == null
                    || values.get(0).isEmpty()) {
                throw Problem.malformed("Give " + name + " once, with a value");
            }
        }
        return new QueryParameters(all);
    }

    /** A text of 1 to 512 characters, null when it is not there. */
    @Nullable
    String text(String name) {
        String value = all.getFirst(name);
        return value == null ? null : text(name, value);
    }

    /** A text that the database takes, of 1 to 512 characters. */
    static String text(String name, String value) {
        boolean storable =
                value.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(value);
        if (value.isEmpty() || value.codePointCount(0, value.length()) > MAX_CHARACTERS || !storable) {
            throw Problem.malformed(name + " must have 1 to " + MAX_CHARACTERS
                    + " characters, none of them U+0000 or half a surrogate pair");
        }
        return value;
    }

    /** The same, and it has to be there. */
    String required(String name, String why) {
        String value = text(name);
        if (value == null) throw Problem.malformed("Give " + name + ": " + why);
        return value;
    }

    /** A text of this form, null when it is not there. */
    @Nullable
    String matching(String name, String form, String words) {
        String value = text(name);
        if (value != null && !value.matches(form)) throw Problem.malformed(name + " must be " + words);
        return value;
    }

    /** One of these words, null when it is not there. */
    @Nullable
    String oneOf(String name, Collection<String> words) {
        String value = all.getFirst(name);
        if (value != null && !words.contains(value)) {
            throw Problem.malformed(name + " must be one of " + String.join(", ", words));
        }
        return value;
    }

    /** A number that a partition can have, null when it is not there. */
    @Nullable
    Integer partition() {
        String value = all.getFirst("partition");
        return value == null ? null : (int) number("partition", value, Integer.MAX_VALUE);
    }

    /** A whole number from 0 to {@code max}, in plain decimal digits. */
    static long number(String name, String value, long max) {
        if (value.matches("0|[1-9][0-9]{0,18}")) {
            BigInteger number = new BigInteger(value);
            if (number.compareTo(BigInteger.valueOf(max)) <= 0) return number.longValue();
        }
        throw Problem.malformed(name + " must be a whole number from 0 to " + max);
    }

    /** The name of a recipient, null when it is not there. */
    @Nullable
    String recipient() {
        String value = text("recipient");
        try {
            return value == null ? null : new Audience.Recipient(value).name();
        } catch (IllegalArgumentException invalid) {
            throw Problem.malformed(String.valueOf(invalid.getMessage()));
        }
    }

    /** A state of deliveries, null when it is not there. */
    @Nullable
    DeliveryState state() {
        String value = oneOf("state", STATES.keySet());
        return value == null ? null : STATES.get(value);
    }

    /** A moment of RFC 3339 since 1970, null when it is not there. */
    @Nullable
    Instant time(String name) {
        String value = all.getFirst(name);
        if (value == null) return null;
        Instant time = Rfc3339.parse(value);
        if (time == null || time.isBefore(Instant.EPOCH)) {
            throw Problem.malformed(
                    name
                            + " must be a time of RFC 3339 since 1970, such as 2026-11-22T12:00:00Z; in a URL write '+' as %2B");
        }
        return time;
    }

    /** How many items a page has at most. */
    int limit() {
        String value = matching("limit", "[1-9][0-9]{0,2}", "a number from 1 to " + MAX_LIMIT);
        int limit = value == null ? DEFAULT_LIMIT : Integer.parseInt(value);
        if (limit > MAX_LIMIT) throw Problem.malformed("limit must be a number from 1 to " + MAX_LIMIT);
        return limit;
    }

    /** The number of a delivery in its inbox, empty when it is not there. */
    OptionalLong sequence(String name) {
        String value = all.getFirst(name);
        if (value == null) return OptionalLong.empty();
        if (!value.matches("[1-9][0-9]{0,17}")) throw Problem.malformed(name + " must be a sequence");
        return OptionalLong.of(Long.parseLong(value));
    }

    /** A position that an answer gave, null when it is not there. */
    <P> @Nullable P position(String name, Function<String, @Nullable P> decoder) {
        String value = all.getFirst(name);
        if (value == null) return null;
        P position = decoder.apply(value);
        if (position == null) throw Problem.malformed(name + " must be what next was in an answer to the same query");
        return position;
    }

    private static String printable(String name) {
        String start = name.substring(0, Math.min(name.length(), 40));
        return start.chars().allMatch(c -> c > ' ' && c < 127) ? start : "?";
    }
}
