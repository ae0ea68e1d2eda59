package dev.notification.stream.connection;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DescriptorLimitTests {

    @Test
    void aThousandDescriptorsStayFree() {
        assertThatCode(() -> DescriptorLimit.check(15_000, 16_000)).doesNotThrowAnyException();
        assertThatThrownBy(() -> DescriptorLimit.check(15_000, 15_999))
                .hasMessageContaining("notification.stream.max-streams to at most 14999");
    }
}
