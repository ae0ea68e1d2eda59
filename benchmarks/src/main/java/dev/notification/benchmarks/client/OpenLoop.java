package dev.notification.benchmarks.client;

import dev.notification.benchmarks.site.Sender;
import dev.notification.benchmarks.site.Site;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends records that are due at a fixed rate and waits for nobody. For one thread. */
public final class OpenLoop implements AutoCloseable {
    /** Kafka's own, which {@code NotificationPublisher} leaves as it is: {@value} ms. */
    public static final int KAFKAS_LINGER = 5;

    private final Sender sender;
    private final String topic;
    private final int recipients;
    private long sent;

    /** Whose producer waits for nothing, as the contract's latencies are counted. */
    public OpenLoop(Site site, int recipients) {
        this(site, recipients, 0);
    }

    /** @param lingerMillis of its producer, unless the property {@code benchmark.linger} says otherwise */
    public OpenLoop(Site site, int recipients, int lingerMillis) {
        this.sender = site.sender(Integer.getInteger("benchmark.linger", lingerMillis));
        this.topic = site.topic();
        this.recipients = recipients;
    }

    /** Nobody whom {@code ledger-seed.sql} knows. */
    public static String recipient(int client) {
        return "client-" + client;
    }

    /** Sends for so long, each record carrying when it was due. */
    public void send(int rate, int seconds) {
        long begin = System.nanoTime();
        for (long i = 0; i < (long) rate * seconds; i++, sent++) {
            long due = begin + i * TimeUnit.SECONDS.toNanos(1) / rate;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            send(due);
        }
        sender.flush();
    }

    /** As many as that, as fast as Kafka takes them. */
    public void backlog(int records) {
        for (long end = sent + records; sent < end; sent++) send(System.nanoTime());
        sender.flush();
    }

    private void send(long due) {
        // neighbours in time are far apart in number
        String recipient = recipient((int) (sent * 7919 % recipients));
        sender.send(Notifications.to(recipient, topic, sent, due));
    }

    /** Since the beginning. */
    public long sent() {
        return sent;
    }

    @Override
    public void close() {
        sender.close();
    }
}
