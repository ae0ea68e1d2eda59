package dev.notification.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What stands for a recipient in logs and traces: the first 16 hex digits of the SHA-256 of its name, or the name itself where
 * the operator asked for it. Safe for all threads.
 */
public final class LoggedRecipients {
    /** Half a chance that two of five billion recipients look the same. */
    private static final int BYTES = 8;

    private final boolean plain;

    public LoggedRecipients(boolean plain) {
        this.plain = plain;
    }

    /** What to write in place of this recipient's name. */
    public String of(String recipient) {
        return plain ? recipient : HexFormat.of().formatHex(sha256(recipient), 0, BYTES);
    }

    private static byte[] sha256(String recipient) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(recipient.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }
}
