package dev.notification.benchmarks.ledger;

import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Admins at work in their {@link Phases}: one asks everything in turn, at a fixed rate, another exports what everybody has. */
final class LedgerLoad {
    private static final int RATE = Integer.getInteger("benchmark.queries", 10);
    private static final String EXPORT = "/v1/admin/notifications/deliveries?" + LedgerShape.EVERYBODY;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private final LedgerClient client;
    private final List<Asked> asked;
    private final Phases phases;
    private final AtomicInteger queries = new AtomicInteger();
    private final AtomicLong exported = new AtomicLong();

    LedgerLoad(LedgerClient client, List<Asked> asked, Phases phases) {
        this.client = client;
        this.asked = asked;
        this.phases = phases;
    }

    /** Both until the last phase ends; what fails comes out of the futures. */
    List<Future<?>> start() {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Future<?>> running = List.of(threads.submit(asking()), threads.submit(exporting()));
        threads.shutdown();
        return running;
    }

    private Callable<Void> asking() {
        return () -> {
            Map<Asked, String> answers = new HashMap<>();
            long begin = System.nanoTime();
            for (long i = 0; System.nanoTime() < phases.end(); i++) {
                for (long left = 1; left > 0; ) {
                    left = begin + i * TimeUnit.SECONDS.toNanos(1) / RATE - System.nanoTime();
                    LockSupport.parkNanos(left);
                }
                if (phases.at(System.nanoTime()) == Phases.Kind.ALONE) continue;
                Asked next = asked.get(queries.get() % asked.size());
                answers.put(next, client.get(next.paths().after(answers.get(next))));
                queries.incrementAndGet();
            }
            return null;
        };
    }

    private Callable<Void> exporting() {
        return () -> {
            byte[] buffer = new byte[64 * 1024];
            while (System.nanoTime() < phases.end()) {
                if (!due()) {
                    LockSupport.parkNanos(PAUSE);
                    continue;
                }
                try (InputStream export = client.export(EXPORT, "application/x-ndjson")) {
                    for (int read = 0; read >= 0 && due(); read = export.read(buffer)) exported.addAndGet(read);
                }
            }
            return null;
        };
    }

    private boolean due() {
        long now = System.nanoTime();
        return now < phases.end() && phases.at(now) == Phases.Kind.EXPORT;
    }

    String counts() {
        return "%,d queries, %,d MB exported".formatted(queries.get(), exported.get() / 1_000_000);
    }
}
