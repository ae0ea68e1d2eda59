package dev.notification.stream.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** A recipient as the key of an arrival names it: the look-up decodes nothing. */
final class RecipientKey {
    private final byte[] utf8;
    private final int hash;

    RecipientKey(byte[] utf8) {
        this.utf8 = utf8;
        this.hash = Arrays.hashCode(utf8);
    }

    static RecipientKey of(String recipient) {
        return new RecipientKey(recipient.getBytes(UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecipientKey key && hash == key.hash && Arrays.equals(utf8, key.utf8);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
