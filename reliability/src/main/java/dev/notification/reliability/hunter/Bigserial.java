package dev.notification.reliability.hunter;

import dev.notification.reliability.site.Site;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/**
 * What the hunter has to catch, if it is any good: a table whose numbers come from a sequence, by several writers some of whom
 * roll back.
 */
public final class Bigserial implements AutoCloseable {
    /** What is written. */
    public static final Numbered TABLE = new Numbered("hunted", "inbox", "number");

    private static final int WRITERS = 4;
    private static final int INBOXES = 20;

    private final Site site;
    private final long seed;
    private final List<CompletableFuture<Void>> writers = new ArrayList<>();
    private volatile boolean enough;

    private Bigserial(Site site, long seed) {
        this.site = site;
        this.seed = seed;
    }

    /** Begins to write. */
    public static Bigserial start(Site site, long seed) {
        Bigserial writing = new Bigserial(site, seed);
        try (Connection connection = site.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists hunted");
            statement.execute(
                    "create table hunted (inbox bigint not null, number bigserial, primary key (inbox, number))");
        } catch (SQLException e) {
            throw new IllegalStateException("Nothing to be hunted", e);
        }
        for (int i = 0; i < WRITERS; i++) {
            int number = i;
            writing.writers.add(
                    CompletableFuture.runAsync(() -> writing.write(number), task -> new Thread(task).start()));
        }
        return writing;
    }

    /** Those that are written. */
    public static Long[] inboxes() {
        return LongStream.range(0, INBOXES).boxed().toArray(Long[]::new);
    }

    private void write(int writer) {
        Random chance = new Random(seed * WRITERS + writer);
        try (Connection connection = site.connect();
                PreparedStatement insert = connection.prepareStatement("insert into hunted (inbox) values (?)");
                Statement pause = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (!enough) {
                insert.setLong(1, chance.nextInt(INBOXES));
                insert.executeUpdate();
                pause.execute("select pg_sleep(" + chance.nextInt(5) / 1e3 + ")");
                if (chance.nextInt(4) == 0) connection.rollback();
                else connection.commit();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Nothing more to be hunted", e);
        }
    }

    @Override
    public void close() {
        enough = true;
        writers.forEach(CompletableFuture::join);
    }
}
