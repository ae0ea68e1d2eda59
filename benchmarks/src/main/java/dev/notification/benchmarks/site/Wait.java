package dev.notification.benchmarks.site;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits by looking again and again. */
public final class Wait {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Looked at by the thread that waits. */
    public interface Condition {
        boolean holds() throws SQLException;
    }

    private Wait() {}

    /** Whether it became true in time. */
    public static boolean until(Condition condition, long seconds) throws SQLException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) return false;
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }

    /**
     * Returns when it is true.
     *
     * @throws IllegalStateException when it did not become true in time
     */
    public static void forThat(String what, Condition condition, long seconds) throws SQLException {
        if (!until(condition, seconds)) throw new IllegalStateException("Not after " + seconds + " s: " + what);
    }
}
