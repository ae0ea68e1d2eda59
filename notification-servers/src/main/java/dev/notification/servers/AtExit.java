package dev.notification.servers;

import java.time.Duration;
import java.util.List;

/** Stops servers at the end of the JVM, after the applications that use them. */
final class AtExit {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private AtExit() {}

    static void run(Runnable stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            awaitSpring();
            stop.run();
        }));
    }

    /** Shutdown hooks run at the same time; Spring closes its contexts in one too, and they want their servers for that. */
    private static void awaitSpring() {
        List<Thread> hooks = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("Spring\\w*ShutdownHook"))
                .toList();
        try {
            for (Thread hook : hooks) hook.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
