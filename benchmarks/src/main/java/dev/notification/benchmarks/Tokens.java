package dev.notification.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;

/** Issues RS256 tokens that are valid for an hour. */
final class Tokens {
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair keys;
    private final Path publicKey;
    private final long expiresAt;

    Tokens(Path directory, Clock clock) throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        expiresAt = clock.instant().plus(Duration.ofHours(1)).getEpochSecond();
        String encoded = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getPublic().getEncoded());
        publicKey = Files.writeString(
                directory.resolve("public-key.pem"),
                "-----BEGIN PUBLIC KEY-----\n" + encoded + "\n-----END PUBLIC KEY-----\n");
    }

    /** PEM, for whoever checks the tokens. */
    Path publicKey() {
        return publicKey;
    }

    /** A token of this recipient that may read and ack. */
    String of(String recipient) {
        return of(recipient, "notifications.read");
    }

    /** A token with this scope. */
    String of(String subject, String scope) {
        String claims = "{\"sub\":\"%s\",\"scope\":\"%s\",\"exp\":%d}".formatted(subject, scope, expiresAt);
        String signed = encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + encode(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(UTF_8));
            return signed + "." + URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA256withRSA is part of every Java platform", e);
        }
    }

    private static String encode(String json) {
        return URL.encodeToString(json.getBytes(UTF_8));
    }
}
