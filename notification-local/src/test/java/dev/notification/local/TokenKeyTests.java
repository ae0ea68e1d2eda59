package dev.notification.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.interfaces.RSAPublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.converter.RsaKeyConverters;

class TokenKeyTests {
    @TempDir
    private Path directory;

    @Test
    void keepsItsKey() {
        TokenKey key = TokenKey.keptIn(directory);
        assertThat(TokenKey.keptIn(directory)).isEqualTo(key);
    }

    @Test
    void laysThePublicHalfBesideIt() throws IOException {
        TokenKey key = TokenKey.keptIn(directory);
        RSAPublicKey published =
                RsaKeyConverters.x509().convert(Files.newInputStream(directory.resolve(TokenKey.PUBLIC)));
        assertThat(published).isEqualTo(key.publicKey());
    }

    @Test
    void keepsThePrivateHalfForItsOwner() throws IOException {
        TokenKey.keptIn(directory);
        assertThat(Files.getPosixFilePermissions(directory.resolve(TokenKey.PRIVATE)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void saysWhichFileIsNoKey() throws IOException {
        Files.writeString(directory.resolve(TokenKey.PRIVATE), "spoilt");
        assertThatIllegalStateException()
                .isThrownBy(() -> TokenKey.keptIn(directory))
                .withMessageContaining(TokenKey.PRIVATE);
    }
}
