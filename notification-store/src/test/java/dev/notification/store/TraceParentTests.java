package dev.notification.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.CloudEventReader;
import dev.notification.api.CloudEventWriter;
import dev.notification.api.Decoded;
import dev.notification.api.Notification;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTests {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";
    private static final String SAMPLED = "00-" + TRACE + "-" + SPAN + "-01";

    @Test
    void knowsWhetherItIsSampled() {
        assertThat(TraceParent.of(SAMPLED)).isEqualTo(new TraceParent(TRACE, SPAN, true));
        assertThat(TraceParent.of("00-" + TRACE + "-" + SPAN + "-02")).isEqualTo(new TraceParent(TRACE, SPAN, false));
        assertThat(TraceParent.of("00-" + TRACE + "-" + SPAN + "-ff")).isEqualTo(new TraceParent(TRACE, SPAN, true));
    }

    @Test
    void readsTheBeginOfALaterVersion() {
        assertThat(TraceParent.of("cc-" + TRACE + "-" + SPAN + "-01-more"))
                .isEqualTo(new TraceParent(TRACE, SPAN, true));
        assertThat(TraceParent.of("cc-" + TRACE + "-" + SPAN + "-01")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "00-" + TRACE + "-" + SPAN + "-01more",
                "cc-" + TRACE + "-" + SPAN + "-01more",
                "00-" + TRACE + "-" + SPAN,
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-" + SPAN + "-01",
                "0-" + TRACE + "-" + SPAN + "-001",
                " 00-" + TRACE + "-" + SPAN + "-01"
            })
    void isNothingWhenItIsNotValid(String text) {
        assertThat(TraceParent.of(text)).isNull();
    }

    @Test
    void isFoundInTheAttributesOfANotification() {
        assertThat(TraceParent.in(attributes(",\"subject\":\"x\",\"traceparent\":\"" + SAMPLED + "\",\"z\":1")))
                .isEqualTo(new TraceParent(TRACE, SPAN, true));
    }

    @Test
    void isNotFoundWhereItIsNoAttribute() {
        assertThat(TraceParent.in(attributes(""))).isNull();
        assertThat(TraceParent.in(attributes(",\"traceparent\":7"))).isNull();
        String quoting = "\\\"traceparent\\\":\\\"" + SAMPLED + "\\\"";
        assertThat(new String(attributes(",\"subject\":\"" + quoting + "\""), UTF_8))
                .contains(SAMPLED);
        assertThat(TraceParent.in(attributes(",\"subject\":\"" + quoting + "\"")))
                .isNull();
    }

    private static byte[] attributes(String more) {
        String event = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"recipient\":\"r\""
                + more + "}";
        Decoded decoded = new CloudEventReader(1024).readStructured(event.getBytes(UTF_8), Instant.EPOCH);
        return CloudEventWriter.members((Notification) decoded);
    }
}
