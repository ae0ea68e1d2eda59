package dev.notification.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NotificationTests {

    private static Notification.Builder valid() {
        return Notification.builder().source("/s").type("t").recipient("alice");
    }

    @Test
    void getsARandomIdWhenNoneIsGiven() {
        assertThat(valid().build().id())
                .matches("[0-9a-f-]{36}")
                .isNotEqualTo(valid().build().id());
    }

    @Test
    void keepsTheLastAudienceAndTheLastValue() {
        Notification notification =
                valid().recipients(List.of("a", "b")).recipient("bob").type("u").build();
        assertThat(notification.audience()).isEqualTo(new Audience.Recipient("bob"));
        assertThat(notification.type()).isEqualTo("u");
    }

    @Test
    void cannotBeChangedThroughItsBuilderOrItsAttributes() {
        Notification.Builder builder = valid().subject("before");
        Notification notification = builder.build();
        builder.subject("after");
        assertThat(notification.attributes()).containsEntry("subject", "before");
        assertThatThrownBy(() -> notification.attributes().put("x", 1))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void refusesValuesOfOtherTypes() {
        assertThatThrownBy(() -> valid().attribute("ext", 1.5).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ext");
        assertThatThrownBy(() -> valid().attribute("id", 1).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("id");
    }

    @Test
    void refusesTooMuchData() {
        assertThatThrownBy(() -> valid().data(Data.bytes(new byte[CloudEventReader.MAX_DATA_BYTES + 1]))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("data");
    }

    @Test
    void showsNothingOfItsContentInLogs() {
        Notification notification =
                valid().id("a\u4e16").data(Data.text("secret")).build();
        assertThat(notification + " " + notification.data())
                .isEqualTo("Notification[t /s a?] json[8]")
                .doesNotContain("secret", "alice");
    }

    @Test
    void isEqualByContent() {
        assertThat(valid().id("1").data(Data.text("x")).build())
                .isEqualTo(valid().id("1").data(Data.json("\"x\"")).build())
                .hasSameHashCodeAs(valid().id("1").build())
                .isNotEqualTo(valid().id("1").build())
                .isNotEqualTo(valid().id("1").data(Data.text("y")).build());
    }

    @Test
    void readsPrioritiesByTheirLabels() {
        for (Priority priority : Priority.values()) {
            assertThat(Priority.of(priority.label())).isEqualTo(priority);
        }
        assertThat(Priority.of("medium")).isEqualTo(Priority.NORMAL);
        assertThat(Priority.of("HIGH")).isNull();
    }
}
