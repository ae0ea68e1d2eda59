package dev.notification.store.database;

import dev.notification.store.StoreEpoch;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** The store's epoch. Thread-safe; {@link #current} and {@link #renew} ask the database. */
public final class Epochs {
    private static final Logger log = LoggerFactory.getLogger(Epochs.class);

    private final JdbcTemplate jdbc;
    /** For the log alone. */
    private volatile @Nullable StoreEpoch known;

    Epochs(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The epoch as the database has it now; it begins a new one itself when it sees that it was set back. */
    public StoreEpoch current() {
        return learn(jdbc.queryForObject("select store_epoch()", byte[].class));
    }

    /** Begins a new epoch: the store was set back in a way only the caller saw. */
    public void renew() {
        log.warn("The store was set back: beginning a new epoch, every stream starts over with all that is unsettled");
        learn(jdbc.queryForObject("select renew_epoch()", byte[].class));
    }

    private StoreEpoch learn(byte @Nullable [] secret) {
        StoreEpoch epoch = new StoreEpoch(Objects.requireNonNull(secret, "the epoch table has its row"));
        StoreEpoch before = known;
        if (before == null || !before.equals(epoch)) log.info("Store epoch is {}", epoch);
        known = epoch;
        return epoch;
    }
}
