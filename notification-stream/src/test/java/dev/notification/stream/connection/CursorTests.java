package dev.notification.stream.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTests {

    @Test
    void readsWhatItWrites() {
        assertThat(Cursor.parse("k3f9.42")).isEqualTo(new Cursor("k3f9", 42)).hasToString("k3f9.42");
        assertThat(Cursor.parse("k3f9.0")).isEqualTo(new Cursor("k3f9", 0));
        assertThat(Cursor.parse("k3f9.9223372036854775807")).isEqualTo(new Cursor("k3f9", Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "-1",
                "e.",
                ".5",
                "1e3",
                "k3f9",
                "k3f.1",
                "K3F9.1",
                "k3f9.01",
                "k3f9.-1",
                "k3f9.9223372036854775808",
                "k3f9.99999999999999999999",
                "k3f9.1 ",
                " k3f9.1",
                "k3f9.1\u0000",
                "k3f9.\u00ff",
                "k3f9\n.1",
                "aaaaaaaaaaaaaaaaa.1"
            })
    void anythingElseIsNone(String text) {
        assertThat(Cursor.parse(text)).isNull();
    }
}
