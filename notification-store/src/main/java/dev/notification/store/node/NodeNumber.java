package dev.notification.store.node;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The number that deliveries name this process by; the same for every process of its name. Asked of the database when the
 * application starts, before anything else does, and not while it is put together. Thread-safe.
 */
public final class NodeNumber implements SmartLifecycle {
    private static final String REGISTER = """
            with known as (select id from node where name = ?),
            added as (
              insert into node (name) select ? where not exists (select from known)
              on conflict (name) do update set name = excluded.name returning id)
            select id from known union all select id from added
            """;

    private final JdbcTemplate jdbc;
    private final String name;
    private volatile @Nullable Integer number;

    NodeNumber(JdbcTemplate jdbc, String name) {
        this.jdbc = jdbc;
        this.name = name;
    }

    /**
     * The number.
     *
     * @throws IllegalStateException before the application has started
     */
    public int get() {
        Integer known = number;
        if (known == null)
            throw new IllegalStateException("The number of node " + name + " is known from the start on");
        return known;
    }

    @Override
    public void start() {
        number = Objects.requireNonNull(jdbc.queryForObject(REGISTER, Integer.class, name, name), "one row");
    }

    /** The number stays: what is written last still bears it. */
    @Override
    public void stop() {}

    @Override
    public boolean isRunning() {
        return number != null;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
