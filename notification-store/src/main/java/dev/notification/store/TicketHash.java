package dev.notification.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The SHA-256 of a stream ticket: all that is kept of it, so that nobody opens a stream with what is stored or sent. */
public final class TicketHash {
    /** Length in bytes. */
    public static final int BYTES = 32;

    private final byte[] sha256;

    private TicketHash(byte[] sha256) {
        this.sha256 = sha256;
    }

    /** The hash of a ticket. */
    public static TicketHash of(String ticket) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return new TicketHash(digest.digest(ticket.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }

    /** A hash as it was stored; {@link IllegalArgumentException} when it has another length. */
    public static TicketHash ofBytes(byte[] sha256) {
        if (sha256.length != BYTES) throw new IllegalArgumentException("A ticket's hash has " + BYTES + " bytes");
        return new TicketHash(sha256.clone());
    }

    /** A copy of its bytes. */
    public byte[] bytes() {
        return sha256.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TicketHash that && Arrays.equals(that.sha256, sha256);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sha256);
    }

    @Override
    public String toString() {
        return "TicketHash[" + HexFormat.of().formatHex(sha256, 0, 4) + "…]";
    }
}
