package dev.notification.store.ingest;

import dev.notification.store.TestDatabase;
import dev.notification.store.TestStore;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Ingest in a process of its own, which dies at a step as by a power cut: no shutdown hook, no rollback, no goodbye. */
public final class CrashingIngest {
    /** Exit status of a process that died where it was meant to. */
    static final int DIED = 77;

    private CrashingIngest() {}

    /**
     * Runs until it dies.
     *
     * @param args the step, which time it kills, then of the database url, user and password, then properties
     */
    public static void main(String[] args) {
        CrashPoint.Step deadly = CrashPoint.Step.valueOf(args[0]);
        AtomicInteger left = new AtomicInteger(Integer.parseInt(args[1]));
        CrashPoint crash = step -> {
            if (step == deadly && left.decrementAndGet() == 0)
                Runtime.getRuntime().halt(DIED);
        };
        List<String> properties = Arrays.asList(args).subList(5, args.length);
        TestStore.on(new TestDatabase(args[2], args[3], args[4]), properties)
                .with(CrashPoint.class, () -> crash)
                .start();
    }
}
