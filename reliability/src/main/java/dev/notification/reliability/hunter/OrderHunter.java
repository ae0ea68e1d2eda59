package dev.notification.reliability.hunter;

import dev.notification.reliability.site.Site;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads the same inboxes again and again, of each what comes after the highest number that it has seen. A number that becomes
 * visible after a higher one was read is passed over for good: that happens where numbers are not given out in the order of
 * commits.
 */
public final class OrderHunter implements AutoCloseable {
    private final Site site;
    private final Numbered table;
    private final Long[] inboxes;
    private final Long[] cursors;
    private final Map<Long, Integer> places = new HashMap<>();
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong seen = new AtomicLong();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final Thread thread = new Thread(this::hunt, "order-hunter");
    private volatile boolean enough;

    private OrderHunter(Site site, Numbered table, Long[] inboxes) {
        this.site = site;
        this.table = table;
        this.inboxes = inboxes;
        this.cursors = new Long[inboxes.length];
        Arrays.fill(cursors, 0L);
        for (int i = 0; i < inboxes.length; i++) places.put(inboxes[i], i);
    }

    /** Begins to read these inboxes of the table. */
    public static OrderHunter start(Site site, Numbered table, Long[] inboxes) {
        OrderHunter hunter = new OrderHunter(site, table, inboxes.clone());
        hunter.thread.setDaemon(true);
        hunter.thread.start();
        return hunter;
    }

    private void hunt() {
        try {
            while (!enough) readOn();
            over.complete(null);
        } catch (RuntimeException e) {
            over.completeExceptionally(e);
        }
    }

    private void readOn() {
        try (Connection connection = site.connect();
                PreparedStatement statement = connection.prepareStatement(table.newer())) {
            while (!enough) {
                statement.setArray(1, connection.createArrayOf("bigint", inboxes));
                statement.setArray(2, connection.createArrayOf("bigint", cursors));
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) see(row.getLong(1), row.getLong(2));
                }
                reads.addAndGet(inboxes.length);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The hunter cannot read", e);
        }
    }

    private void see(long inbox, long number) {
        int place = Objects.requireNonNull(places.get(inbox), "an inbox that was asked for");
        cursors[place] = Math.max(cursors[place], number);
        seen.incrementAndGet();
    }

    /** Of one inbox each, so far. */
    public long reads() {
        if (over.isCompletedExceptionally()) over.join();
        return reads.get();
    }

    /** Ends it; returns how many rows lie behind its cursors that it never saw. */
    public long passedOver() {
        close();
        over.join();
        try (Connection connection = site.connect();
                PreparedStatement statement = connection.prepareStatement(table.upTo())) {
            statement.setArray(1, connection.createArrayOf("bigint", inboxes));
            statement.setArray(2, connection.createArrayOf("bigint", cursors));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1) - seen.get();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The hunter cannot count", e);
        }
    }

    @Override
    public void close() {
        enough = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
