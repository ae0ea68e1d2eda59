package dev.notification.stream.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.notification.stream.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.LinkedMultiValueMap;

class QueryParametersTests {
    private static final String[] KNOWN = {"actor", "code", "since", "partition", "limit"};

    private static QueryParameters given(String name, String... values) {
        LinkedMultiValueMap<String, String> parameters = new LinkedMultiValueMap<>();
        parameters.put(name, List.of(values));
        return QueryParameters.of(parameters, KNOWN);
    }

    @Test
    void readsWhatIsThere() {
        assertThat(given("actor", "ann").text("actor")).isEqualTo("ann");
        assertThat(given("code", "a").oneOf("code", List.of("a", "b"))).isEqualTo("a");
        assertThat(given("partition", "0").partition()).isZero();
        assertThat(given("limit", "200").limit()).isEqualTo(200);
        assertThat(given("since", "2026-11-22T12:00:00.1234567+02:00").time("since"))
                .isEqualTo(Instant.parse("2026-11-22T10:00:00.1234567Z"));
    }

    @Test
    void hasNothingWhereNothingWasGiven() {
        QueryParameters nothing = QueryParameters.of(new LinkedMultiValueMap<>(), KNOWN);
        assertThat(nothing.text("actor")).isNull();
        assertThat(nothing.oneOf("code", List.of("a"))).isNull();
        assertThat(nothing.partition()).isNull();
        assertThat(nothing.time("since")).isNull();
        assertThat(nothing.limit()).isEqualTo(50);
    }

    private static Arguments refused(String name, String value, Consumer<QueryParameters> read) {
        return Arguments.of(name, value, read);
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                refused("actor", "", query -> query.text("actor")),
                refused("actor", "a\u0000b", query -> query.text("actor")),
                refused("actor", "x".repeat(513), query -> query.text("actor")),
                refused("code", "c", query -> query.oneOf("code", List.of("a", "b"))),
                refused("partition", "-1", query -> query.partition()),
                refused("partition", "01", query -> query.partition()),
                refused("partition", "2147483648", query -> query.partition()),
                refused("partition", "9999999999999999999", query -> query.partition()),
                refused("limit", "0", QueryParameters::limit),
                refused("limit", "201", QueryParameters::limit),
                refused("limit", "ten", QueryParameters::limit),
                refused("since", "2026-11-22", query -> query.time("since")),
                refused("since", "2026-11-22T12:00:00", query -> query.time("since")),
                refused("since", "+99999-11-22T12:00:00Z", query -> query.time("since")),
                refused("since", "0000-11-22T12:00:00Z", query -> query.time("since")));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void namesWhatIsMalformed(String name, String value, Consumer<QueryParameters> read) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read.accept(given(name, value)))
                .withMessageContaining(name);
    }

    @Test
    void namesWhatIsRepeatedOrUnknown() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> given("limit", "1", "1").limit())
                .withMessage("Give limit once, with a value");
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> given("acter", "ann"))
                .withMessage("There is no parameter 'acter' here; there are: actor, code, since, partition, limit");
    }
}
