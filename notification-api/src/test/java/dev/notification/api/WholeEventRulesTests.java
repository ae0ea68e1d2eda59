package dev.notification.api;

import static dev.notification.api.Events.NOW;
import static dev.notification.api.Events.READER;
import static dev.notification.api.Events.headers;
import static dev.notification.api.Events.structured;
import static dev.notification.api.Events.valid;
import static dev.notification.api.Events.verdict;
import static dev.notification.api.Events.with;
import static dev.notification.api.Events.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that no attribute breaks alone. */
class WholeEventRulesTests {

    private static String text(String text) {
        return '"' + text + '"';
    }

    private static String times(int n, String unit) {
        return text(unit.repeat(n));
    }

    private static String recipients(int n) {
        return text(IntStream.range(0, n).mapToObj(i -> "r" + i).collect(Collectors.joining(",")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"specversion", "id", "source", "type"})
    void requireAnAttribute(String name) {
        assertThat(verdict(structured(without(name)))).isEqualTo("missing-attribute " + name);
        assertThat(verdict(READER.readRecord(headers(without(name)), new byte[0], NOW)))
                .isEqualTo("missing-attribute " + name);
    }

    @Test
    void requireAnAudience() {
        assertThat(verdict(structured(without("recipient")))).isEqualTo("no-audience");
        assertThat(verdict(READER.readRecord(headers(without("recipient")), null, NOW)))
                .isEqualTo("no-audience");
        assertThatThrownBy(() -> Notification.builder().source("/s").type("t").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("recipient");
    }

    @Test
    void refuseTwoAudiences() {
        Map<String, String> both = valid();
        both.put("recipients", text("bob"));
        assertThat(verdict(structured(both))).isEqualTo("ambiguous-audience recipients");
        assertThat(verdict(READER.readRecord(headers(both), null, NOW))).isEqualTo("ambiguous-audience recipients");
    }

    @Test
    void refuseMoreThan16KibOfAttributesButRecipients() {
        Map<String, String> wide = with("recipients", recipients(1_000));
        IntStream.range(0, 15).forEach(i -> wide.put("ext" + i, times(1_024, "x")));
        assertThat(verdict(structured(wide))).isEqualTo("ok");
        wide.put("more", times(1_024, "x"));
        assertThat(verdict(structured(wide))).isEqualTo("too-large");
        assertThat(verdict(READER.readRecord(headers(wide), null, NOW))).isEqualTo("too-large");
    }

    @Test
    void refuseAnAttributeGivenTwice() {
        String json = Events.json(valid());
        String twice = json.substring(0, json.length() - 1) + ",\"id\":\"o-18\"}";
        assertThat(verdict(READER.readStructured(twice.getBytes(java.nio.charset.StandardCharsets.UTF_8), NOW)))
                .isEqualTo("invalid-attribute id");
        assertThat(verdict(READER.readRecord(headers(valid()).add("ce_id", new byte[] {'x'}), null, NOW)))
                .isEqualTo("invalid-attribute id");
    }

    @Test
    void keepRejectionsShortAndPrintable() {
        Map<String, String> hostile = new LinkedHashMap<>(valid());
        hostile.put("\u001b[31m" + "\u4e16".repeat(5_000), text("x"));
        Rejection rejection = (Rejection) structured(
                Map.of("specversion", text("1.0"), "time", text("\u202e" + "secret ".repeat(100) + "\\u2028")));
        assertThat(rejection.detail()).matches("[ -~]{1,256}").hasSizeLessThan(160);
        Rejection named = (Rejection) READER.readRecord(headers(hostile), null, NOW);
        assertThat(named.detail()).matches("[ -~]{1,256}");
        assertThat(named.attribute()).matches("[ -~]{1,64}");
    }

    @Test
    void sayWhatIsNotSupported() {
        assertThat(((Rejection) structured(with("broadcast", "true"))).detail())
                .contains("not supported by this version");
    }
}
