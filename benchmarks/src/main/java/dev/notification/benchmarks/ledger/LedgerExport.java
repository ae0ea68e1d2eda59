package dev.notification.benchmarks.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.notification.benchmarks.report.Benchmark;
import dev.notification.benchmarks.report.Report;
import dev.notification.benchmarks.site.Site;
import dev.notification.testbed.Deployable;
import dev.notification.testbed.ProcessMemory;
import dev.notification.testbed.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;

/**
 * Exports a million deliveries in each format, and looks at the reachable heap of the deployable meanwhile, over and over: used
 * after a full collection, as before the export.
 */
public final class LedgerExport implements Benchmark {
    /** As much garbage at once as there can be. */
    private static final String FAST = "--notification.admin.export-share=1";

    private static final String PATH = "/v1/admin/notifications/deliveries?" + LedgerShape.EVERYBODY;

    /** What tells one export from another: rows, and the sum of their sequences. */
    private record Rows(long count, long sequences) {}

    @Override
    public void run(Site empty, Report report) throws Exception {
        Site site = LedgerSeed.of(empty, report);
        Tokens tokens = new Tokens(site.bench().directory(), Clock.systemUTC());
        try (Deployable deployable = Deployable.start(site, tokens, LedgerSeed.KEEP, FAST)) {
            LedgerClient client = new LedgerClient(deployable.port(), tokens);
            Rows stored = stored(site);
            export(deployable.memory(), report, "NDJSON", stored, () -> lines(client));
            export(deployable.memory(), report, "CSV", stored, () -> table(client));
        }
    }

    private interface Export {
        Rows read() throws IOException, InterruptedException;
    }

    private static void export(ProcessMemory memory, Report report, String format, Rows stored, Export export)
            throws Exception {
        long before = Math.min(memory.liveHeap(), memory.liveHeap());
        long begin = System.nanoTime();
        CompletableFuture<Rows> reading = CompletableFuture.supplyAsync(() -> {
            try {
                return export.read();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        long peak = before;
        int looks = 0;
        for (; !reading.isDone(); looks++) peak = Math.max(peak, memory.liveHeap());
        Rows read = reading.join();
        double seconds = (System.nanoTime() - begin) / 1e9;
        report.add(
                format + ": rows exported for rows stored",
                "%,d for %,d".formatted(read.count, stored.count),
                "the same");
        if (!read.equals(stored)) throw new IllegalStateException(read + " were exported, " + stored + " are stored");
        report.add(
                format + ": live heap before, most in %d looks meanwhile".formatted(looks),
                "%,.1f MB, %,.1f MB more".formatted(before / 1024.0, (peak - before) / 1024.0),
                "≤ 64 MB more");
        report.add(format + ": rows a second, with collections", "%,.0f".formatted(read.count / seconds), "");
    }

    private static Rows stored(Site site) throws SQLException {
        try (Connection connection = site.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select count(*), sum(d.seq) from delivery d join notification n on n.id = d.notification_id and n.created_at = d.created_at
                        where n.source = '/seed/everybody'""")) {
            row.next();
            return new Rows(row.getLong(1), row.getLong(2));
        }
    }

    private static Rows lines(LedgerClient client) throws IOException, InterruptedException {
        return read(client, "application/x-ndjson", 0, line -> {
            int begin = line.indexOf("\"seq\":") + 6;
            return Long.parseLong(line, begin, line.indexOf(',', begin), 10);
        });
    }

    /** Names in the seed need no quotes. */
    private static Rows table(LedgerClient client) throws IOException, InterruptedException {
        return read(client, "text/csv", 1, line -> {
            int begin = line.indexOf(',') + 1;
            return Long.parseLong(line, begin, line.indexOf(',', begin), 10);
        });
    }

    private static Rows read(LedgerClient client, String mediaType, int head, ToLongFunction<String> sequence)
            throws IOException, InterruptedException {
        long count = 0;
        long sequences = 0;
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(client.export(PATH, mediaType), UTF_8))) {
            for (int i = 0; i < head; i++) reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                count++;
                sequences += sequence.applyAsLong(line);
            }
        }
        return new Rows(count, sequences);
    }
}
