package dev.notification.benchmarks.load;

import dev.notification.benchmarks.client.OpenLoop;
import dev.notification.benchmarks.client.Received;
import dev.notification.benchmarks.client.Subscribers;
import dev.notification.benchmarks.report.Benchmark;
import dev.notification.benchmarks.report.Report;
import dev.notification.benchmarks.site.Site;
import dev.notification.benchmarks.site.Wait;

/** One recipient with a large backlog, and one that receives much. */
public final class HotInbox implements Benchmark {
    private static final int BACKLOG = Integer.getInteger("benchmark.backlog", 100_000);
    private static final int RATE = Integer.getInteger("benchmark.hot-rate", 2_000);
    private static final int WARM_UP_SECONDS = Integer.getInteger("benchmark.hot-warm-up", 10);
    private static final int SECONDS = Integer.getInteger("benchmark.seconds", 30);
    private static final long PATIENCE_SECONDS = 120;
    /** Ten requests a second, within the limit of a recipient. */
    private static final int ACK_MILLIS = 100;

    @Override
    public void run(Site site, Report report) throws Exception {
        site.createTopic();
        try (OpenLoop loop = new OpenLoop(site, 1)) {
            loop.backlog(BACKLOG);
            try (Subscribers subscriber = Subscribers.start(site, 1, ACK_MILLIS)) {
                Received received = subscriber.received();
                Wait.forThat("all is stored", () -> site.stored() == BACKLOG, PATIENCE_SECONDS);
                long begin = System.nanoTime();
                subscriber.open();
                Wait.forThat(
                        "all is received and acked",
                        () -> received.count() >= BACKLOG && subscriber.areSettled(),
                        PATIENCE_SECONDS);
                double seconds = (System.nanoTime() - begin) / 1e9;
                double first = (received.firstNanos() - begin) / 1e6;
                report.add("%,d unacked: first frame after".formatted(BACKLOG), "%.0f ms".formatted(first), "");
                report.add("all received and acked after", "%.1f s".formatted(seconds), "");
                report.add("left unsettled in the database", "%,d".formatted(site.unsettled()), "0");
                loop.send(RATE, WARM_UP_SECONDS);
                received.measureFrom(System.nanoTime());
                loop.send(RATE, SECONDS);
                Wait.until(() -> received.count() >= loop.sent() && subscriber.areSettled(), PATIENCE_SECONDS);
                subscriber.check();
                report.latencies("%,d/s to one recipient: ".formatted(RATE), received.micros());
                String frames = "%,d for %,d".formatted(received.count(), loop.sent());
                report.add("frames received for records sent", frames, "the same");
                report.add("acks", subscriber.ackCounts(), "");
            }
        }
    }
}
