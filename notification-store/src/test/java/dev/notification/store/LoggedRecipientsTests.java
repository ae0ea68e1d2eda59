package dev.notification.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoggedRecipientsTests {

    /** What docs/operations.md tells operators to run: {@code printf %s alice | sha256sum | cut -c1-16}. */
    @Test
    void isWhatTheDocumentedCommandPrints() {
        assertThat(new LoggedRecipients(false).of("alice")).isEqualTo("2bd806c97f0e00af");
    }

    @Test
    void isTheNameWhereTheOperatorWantsIt() {
        assertThat(new LoggedRecipients(true).of("alice")).isEqualTo("alice");
    }
}
