package dev.notification.stream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

/** Signs tokens that the nodes of a test believe. */
public final class Tokens {
    private static final KeyPair KEYS = keys();

    private Tokens() {}

    /** A token of this recipient with every scope, good for an hour. */
    public static String of(String recipient) {
        return of(recipient, Duration.ofHours(1));
    }

    /** A token that expires after the given time. */
    public static String of(String recipient, Duration lifetime) {
        Instant now = Clock.systemUTC().instant();
        return of(recipient, now, now.plus(lifetime));
    }

    /** A token with these scopes alone, good for an hour. */
    public static String scoped(String recipient, String scope) {
        Instant now = Clock.systemUTC().instant();
        return of(recipient, scope, now, now.plus(Duration.ofHours(1)));
    }

    /** A token that was issued and expires then. */
    public static String of(String recipient, Instant issuedAt, Instant expiresAt) {
        String all = "notifications.read notifications.publish notifications.admin";
        return of(recipient, all, issuedAt, expiresAt);
    }

    private static String of(String recipient, String scope, Instant issuedAt, Instant expiresAt) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject(recipient)
                .audience("notification")
                .claim("scope", scope)
                .issueTime(Date.from(issuedAt))
                .expirationTime(Date.from(expiresAt))
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
        try {
            token.sign(new RSASSASigner(KEYS.getPrivate()));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    /** Where the public half lies, for the nodes; of this JVM alone, as others may test beside it. */
    static Path publicKey() {
        Path file = Path.of(
                        "target", "test-public-key-" + ProcessHandle.current().pid() + ".pem")
                .toAbsolutePath();
        String base64 = Base64.getMimeEncoder().encodeToString(KEYS.getPublic().getEncoded());
        try {
            Files.writeString(file, "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
