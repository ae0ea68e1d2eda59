package dev.notification.testbed;

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
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Issues RS256 tokens that are valid for an hour, and for half an hour at least when they are handed out. For all threads. */
public final class Tokens {
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final Duration LIFE = Duration.ofHours(1);

    private final KeyPair keys;
    private final Path publicKey;
    private final Clock clock;
    private final Map<Claims, Issued> issued = new ConcurrentHashMap<>();

    private record Claims(String subject, String scope) {}

    private record Issued(String token, Instant expires) {}

    /** Makes a key and leaves its public half in the directory. */
    public Tokens(Path directory, Clock clock) throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        this.clock = clock;
        String encoded = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getPublic().getEncoded());
        publicKey = Files.writeString(
                directory.resolve("public-key.pem"),
                "-----BEGIN PUBLIC KEY-----\n" + encoded + "\n-----END PUBLIC KEY-----\n");
    }

    /** PEM, for whoever checks the tokens. */
    public Path publicKey() {
        return publicKey;
    }

    /** A token of this recipient that may read and ack. */
    public String of(String recipient) {
        return of(recipient, "notifications.read");
    }

    /** A token with this scope. */
    public String of(String subject, String scope) {
        Instant now = clock.instant();
        return issued.compute(
                        new Claims(subject, scope),
                        (claims, before) -> before != null && before.expires().isAfter(now.plus(LIFE.dividedBy(2)))
                                ? before
                                : issue(claims, now.plus(LIFE)))
                .token();
    }

    private Issued issue(Claims of, Instant expires) {
        String claims = "{\"sub\":\"%s\",\"scope\":\"%s\",\"exp\":%d}"
                .formatted(of.subject(), of.scope(), expires.getEpochSecond());
        String signed = encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + encode(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(UTF_8));
            return new Issued(signed + "." + URL.encodeToString(signature.sign()), expires);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA256withRSA is part of every Java platform", e);
        }
    }

    private static String encode(String json) {
        return URL.encodeToString(json.getBytes(UTF_8));
    }
}
