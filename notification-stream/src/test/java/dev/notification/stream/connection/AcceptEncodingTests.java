package dev.notification.stream.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptEncodingTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "GZip",
                "x-gzip",
                "br, gzip",
                "deflate, gzip;q=0.1, br",
                "gzip ; Q=0.001",
                "*",
                "br;q=1, *;q=0.5",
                "identity;q=0.5, gzip;q=0.5",
                "identity;q=0, gzip"
            })
    void whoTakesGzipGetsIt(String header) {
        assertThat(AcceptEncoding.takesGzip(List.of(header))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "br",
                "gzip;q=0",
                "gzip;q=0.000, *",
                "*;q=0",
                "identity",
                "identity, gzip;q=0.5",
                "gzip;q=2",
                "gzip;q=abc",
                "gzipped",
                ",;,q="
            })
    void whoDoesNotGetsNone(String header) {
        assertThat(AcceptEncoding.takesGzip(List.of(header))).isFalse();
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(AcceptEncoding.takesGzip(List.of())).isFalse();
        assertThat(AcceptEncoding.takesGzip(List.of("br", "gzip;q=0.5"))).isTrue();
        assertThat(AcceptEncoding.takesGzip(List.of("*", "gzip;q=0"))).isFalse();
    }
}
