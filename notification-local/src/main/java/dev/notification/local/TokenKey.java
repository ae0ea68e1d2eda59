package dev.notification.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/** The key pair that signs local tokens, made once and kept, so that tokens outlive a restart. */
record TokenKey(RSAPublicKey publicKey, RSAPrivateCrtKey privateKey) {
    static final String PUBLIC = "token-key.pub";
    static final String PRIVATE = "token-key.pem";

    /** Reads the pair from the directory, or makes it there; the public half lies beside the private one as PEM. */
    static TokenKey keptIn(Path directory) {
        try {
            Files.createDirectories(directory);
            Path file = directory.resolve(PRIVATE);
            if (!Files.exists(file)) write(file, "PRIVATE KEY", generate().getEncoded());
            TokenKey key = read(file);
            write(directory.resolve(PUBLIC), "PUBLIC KEY", key.publicKey().getEncoded());
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "No RSA key in " + directory.resolve(PRIVATE) + "; delete it for a new one", e);
        }
    }

    private static RSAPrivateCrtKey generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
    }

    private static TokenKey read(Path file) throws IOException, GeneralSecurityException {
        String base64 = Files.readString(file).replaceAll("-----.*-----", "");
        byte[] encoded = Base64.getMimeDecoder().decode(base64);
        KeyFactory factory = KeyFactory.getInstance("RSA");
        var privateKey = (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(encoded));
        var spec = new RSAPublicKeySpec(privateKey.getModulus(), privateKey.getPublicExponent());
        return new TokenKey((RSAPublicKey) factory.generatePublic(spec), privateKey);
    }

    /** Whole or not at all, and for the owner alone. */
    private static void write(Path file, String kind, byte[] key) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        if (draft.getFileSystem().supportedFileAttributeViews().contains("posix"))
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(key);
        Files.writeString(draft, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, base64, kind));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
