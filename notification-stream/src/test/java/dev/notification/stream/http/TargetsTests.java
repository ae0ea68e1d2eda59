package dev.notification.stream.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetsTests {

    @ParameterizedTest
    @CsvSource({
        "/v1/stream, /v1/stream",
        "/v1/stream?types=a|b, /v1/stream?types=a%7Cb",
        "/v1/stream?lastEventId=%zz, /v1/stream?lastEventId=%25zz",
        "/v1/stream?lastEventId=%, /v1/stream?lastEventId=%25",
        "/v1/stream?lastEventId=%4, /v1/stream?lastEventId=%254",
        "/v1/stream?lastEventId=%41%7c, /v1/stream?lastEventId=%41%7c",
        "/v1/inbox/[1]#2, /v1/inbox/%5B1%5D%232",
        "http://host:80/v1/stream?a=b, http://host:80/v1/stream?a=b"
    })
    void areEscapedWhereTheyHaveToBe(String target, String expected) {
        assertThat(Targets.escaped(target)).isEqualTo(expected);
    }

    @Test
    void canAllBeReadStrictly() {
        for (char one = '!'; one < 0x7f; one++) {
            String target = "/path" + one + "?query=" + one;
            assertThat(URI.create("http://host" + Targets.escaped(target)).getHost())
                    .as(target)
                    .isEqualTo("host");
        }
    }
}
