package dev.notification.stream.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notification.stream.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T25 for small documents. */
class StrictJsonTests {

    record Document(int number, @Nullable String text) {}

    @Test
    void readsWhatIsExpected() {
        assertThat(read(" {\"number\":3,\"text\":\"\\u20ac\"} ")).isEqualTo(new Document(3, "\u20ac"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "3",
                "[]",
                "{\"number\":3",
                "{\"number\":3}{}",
                "{\"number\":3,\"number\":4}",
                "{\"number\":3,\"other\":1}",
                "{\"number\":\"3\"}",
                "{\"number\":3.0}",
                "{\"number\":null}",
                "{\"number\":NaN}",
                "{number:3}",
                "{\"number\":3,}",
                "{\"number\":3} // comment",
                "{\"number\":03}",
                "{\"number\":2147483648}",
                "{\"text\":\"\u0001\"}",
                "\ufeff{\"number\":3}x"
            })
    void refusesEverythingElseWithoutQuotingIt(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(Problem.class).hasMessage("The body must be JSON like {…}");
    }

    @Test
    void refusesBombs() {
        for (String bomb : new String[] {
            "[".repeat(60_000),
            "{\"number\":" + "1".repeat(60_000) + "}",
            "{\"number\":1e" + "9".repeat(60_000) + "}",
            "{\"" + "k".repeat(60_000) + "\":1}",
            "{\"text\":\"" + "x".repeat(70_000) + "\"}",
            "{\"number\":1,\"x\":[" + "1,".repeat(30_000) + "1]}"
        }) {
            assertThatThrownBy(() -> read(bomb)).isInstanceOf(Problem.class);
        }
    }

    @Test
    void refusesBrokenUtf8() {
        byte[] broken = {'{', '"', 't', 'e', 'x', 't', '"', ':', '"', (byte) 0xC3, (byte) 0x28, '"', '}'};
        assertThatThrownBy(() -> StrictJson.read(broken, Document.class, "{…}")).isInstanceOf(Problem.class);
    }

    private static Document read(String json) {
        return StrictJson.read(json.getBytes(UTF_8), Document.class, "{…}");
    }
}
