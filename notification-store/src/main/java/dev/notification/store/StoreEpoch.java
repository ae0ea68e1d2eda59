package dev.notification.store;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One uninterrupted life of the store. It changes when the store was set back to an earlier state, and with it every
 * inbox's cursor epoch: a cursor from before would point at something else now.
 *
 * <p>A cursor's epoch is a keyed hash of the store's secret and the recipient, so a cursor of another inbox means nothing
 * and reveals nothing.
 */
public final class StoreEpoch {
    private final SecretKeySpec key;
    private final long id;

    /** @param secret at least 16 random bytes, the same on every node */
    public StoreEpoch(byte[] secret) {
        if (secret.length < 16) throw new IllegalArgumentException("An epoch's secret has at least 16 bytes");
        key = new SecretKeySpec(secret, "HmacSHA256");
        id = ByteBuffer.wrap(hmac(new byte[] {0})).getLong();
    }

    /** Names this epoch on arrivals without giving its secret away. */
    public long id() {
        return id;
    }

    /** The epoch part of this recipient's cursors: ten characters of {@code [a-z0-9]}. */
    public String of(String recipient) {
        byte[] hash = Arrays.copyOf(hmac(recipient.getBytes(java.nio.charset.StandardCharsets.UTF_8)), 8);
        String digits = new BigInteger(1, hash).toString(36);
        return "0".repeat(13).concat(digits).substring(3 + digits.length());
    }

    private byte[] hmac(byte[] message) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is part of every Java platform", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoreEpoch that && that.key.equals(key);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }

    @Override
    public String toString() {
        return "StoreEpoch[" + Long.toHexString(id) + "]";
    }
}
