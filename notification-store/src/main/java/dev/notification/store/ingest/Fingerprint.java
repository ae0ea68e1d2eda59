package dev.notification.store.ingest;

import dev.notification.api.Data;
import dev.notification.api.Notification;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Sixteen bytes of SHA-256: short enough for a cheap index, long enough that nobody finds two notifications with the same
 * ones. Parts are hashed with their lengths, so moving a character from one part to the next changes the result.
 */
record Fingerprint(long high, long low) {

    /** Identity of a notification: its source and id. */
    static Fingerprint ofKey(Notification notification) {
        MessageDigest sha = sha256();
        part(sha, notification.source());
        part(sha, notification.id());
        return of(sha.digest());
    }

    /** What a repeat must have in common: audience, type and data. */
    static Fingerprint ofSubstance(Notification notification) {
        MessageDigest sha = sha256();
        String[] names = notification.audience().names().toArray(String[]::new);
        Arrays.sort(names);
        for (String name : names) part(sha, name);
        part(sha, notification.type());
        Data data = notification.data();
        if (data != null) {
            sha.update((byte) (data.binary() ? 2 : 1));
            sha.update(data.bytes());
        }
        return of(sha.digest());
    }

    static Fingerprint of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Fingerprint(buffer.getLong(), buffer.getLong());
    }

    byte[] bytes() {
        return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    }

    private static void part(MessageDigest sha, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sha.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
        sha.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }
}
