package dev.notification.stream.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** A recipient as the key of an arrival names it: the look-up decodes nothing. */
sealed class RecipientKey {
    private byte[] utf8;
    private int hash;

    private RecipientKey(byte[] utf8) {
        this.utf8 = utf8;
        this.hash = Arrays.hashCode(utf8);
    }

    static RecipientKey of(String recipient) {
        return new RecipientKey(recipient.getBytes(UTF_8));
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof RecipientKey key && hash == key.hash && Arrays.equals(utf8, key.utf8);
    }

    @Override
    public final int hashCode() {
        return hash;
    }

    /**
     * One that asks for many recipients, one after the other: of a hundred thousand arrivals a second most are for nobody
     * here. For one thread, and never kept in a map.
     */
    static final class Asked extends RecipientKey {
        Asked() {
            super(new byte[0]);
        }

        Asked about(byte[] recipient) {
            super.utf8 = recipient;
            super.hash = Arrays.hashCode(recipient);
            return this;
        }
    }
}
