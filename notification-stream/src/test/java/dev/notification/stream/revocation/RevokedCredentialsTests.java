package dev.notification.stream.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.Author;
import dev.notification.store.InMemoryArrivals;
import dev.notification.store.InMemoryRevocations;
import dev.notification.store.Revocation;
import dev.notification.store.SettableClock;
import dev.notification.stream.database.DatabaseExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RevokedCredentialsTests {
    private static final Author ADMIN = new Author("root", null);
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final SettableClock clock = new SettableClock();
    private final InMemoryRevocations table = new InMemoryRevocations(clock, new InMemoryArrivals());
    private final DatabaseExecutor database = new DatabaseExecutor(1, 10);
    private final RevokedCredentials revoked = new RevokedCredentials(table, database);
    private final List<String> heard = new ArrayList<>();

    RevokedCredentialsTests() {
        revoked.onRevoked(heard::add);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private Instant now() {
        return clock.instant();
    }

    @Test
    void coversNothingOfWhomNothingWasRevoked() {
        revoked.look();
        assertThat(revoked.cover("alice", null)).isFalse();
        assertThat(revoked.cover("alice", Instant.EPOCH)).isFalse();
    }

    @Test
    void coversAtOnceWhatItRevokedItself() {
        Revocation revocation =
                revoked.revoke("alice", ADMIN).blockOptional(DEADLINE).orElseThrow();
        assertThat(revocation).isEqualTo(new Revocation("alice", now()));
        assertThat(revoked.cover("alice", now())).isTrue();
        assertThat(revoked.cover("alice", null)).isTrue();
        assertThat(revoked.cover("alice", now().plusSeconds(1))).isFalse();
        assertThat(revoked.cover("bob", now())).isFalse();
        assertThat(heard).containsExactly("alice");
    }

    @Test
    void findsWhatOthersRevoked() {
        table.revoke("alice", ADMIN);
        revoked.look();
        assertThat(revoked.cover("alice", now())).isTrue();
        clock.set(now().plusSeconds(10));
        table.revoke("bob", ADMIN);
        revoked.look();
        assertThat(revoked.cover("bob", now())).isTrue();
        assertThat(heard).containsExactly("alice", "bob");
    }

    @Test
    void tellsOfARevocationOnceHoweverOftenItSeesIt() {
        table.revoke("alice", ADMIN);
        for (int i = 0; i < 3; i++) revoked.look();
        revoked.learn(new Revocation("alice", now()));
        assertThat(heard).containsExactly("alice");
    }

    @Test
    void goesOnlyForward() {
        revoked.learn(new Revocation("alice", now()));
        revoked.learn(new Revocation("alice", now().minusSeconds(60)));
        assertThat(revoked.cover("alice", now())).isTrue();
        revoked.learn(new Revocation("alice", now().plusSeconds(60)));
        assertThat(revoked.cover("alice", now().plusSeconds(60))).isTrue();
        assertThat(heard).containsExactly("alice", "alice");
    }
}
