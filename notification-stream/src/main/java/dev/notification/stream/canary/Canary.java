package dev.notification.stream.canary;

import dev.notification.api.Notification;
import dev.notification.api.NotificationPublisher;
import dev.notification.api.Priority;
import dev.notification.store.AckRequest;
import dev.notification.store.CanaryRecipient;
import dev.notification.store.Node;
import dev.notification.store.SequenceRange;
import dev.notification.stream.ack.AckBatch;
import dev.notification.stream.connection.LoopbackStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends canaries and hears of them: through Kafka, ingest and PostgreSQL, over a stream of this node, to the ack. One is on its
 * way at a time, so an outage leaves next to nothing behind. {@link #beat} belongs to one thread.
 */
final class Canary {
    private static final Logger log = LoggerFactory.getLogger(Canary.class);
    private static final String SOURCE = "/notification/canary";
    /** What did not come round by then is no longer waited for. It may still come, and is acked then. */
    private static final Duration GIVEN_UP = Duration.ofMinutes(1);

    private final String recipient;
    private final String prefix;
    private final Way way;
    private final CanaryAge age;
    private final Clock clock;
    private final AtomicReference<@Nullable Instant> underWay = new AtomicReference<>();
    private long number;
    private boolean late;

    /** What a canary goes through. */
    record Way(NotificationPublisher publisher, LoopbackStream stream, AckBatch acks) {}

    Canary(Node node, Way way, CanaryAge age, Clock clock) {
        this.recipient = CanaryRecipient.of(node.name());
        this.prefix = node.instance() + "/";
        this.way = way;
        this.age = age;
        this.clock = clock;
    }

    /** Sends the next one if it is time; may block for as long as Kafka's client does. */
    void beat() {
        tellIfLate();
        if (!way.stream().isOpen()) way.stream().open(recipient, this::came);
        Instant now = clock.instant();
        Instant before = underWay.get();
        boolean waits = before != null && now.isBefore(before.plus(GIVEN_UP));
        if (waits || !way.stream().isOpen()) return;
        underWay.set(now);
        var unused = way.publisher().publish(next(now)).exceptionally(failure -> {
            log.debug("A canary was not taken by Kafka: {}", failure.getMessage());
            underWay.compareAndSet(now, null);
            return null;
        });
    }

    private Notification next(Instant now) {
        return Notification.builder()
                .id(prefix + ++number)
                .source(SOURCE)
                .type("canary")
                .recipient(recipient)
                .priority(Priority.LOW)
                .time(now)
                .build();
    }

    /** Whatever comes is acked, so that nothing gathers: what other lives of this node sent, too. */
    private void came(String block) {
        CanaryFrame frame = CanaryFrame.of(block);
        if (frame == null) return;
        SequenceRange only = new SequenceRange(frame.seq(), frame.seq());
        var unused = way.acks()
                .submit(new AckRequest(recipient, null, List.of(only), 0, false))
                .subscribe(acked -> cameRound(frame), failure -> {
                    log.debug("A canary was not acked: {}", failure.getMessage());
                    underWay.set(null);
                });
    }

    private void cameRound(CanaryFrame frame) {
        if (frame.time() == null || !frame.id().startsWith(prefix)) return;
        age.cameRound(frame.time());
        underWay.updateAndGet(sent -> sent == null || sent.isAfter(frame.time()) ? sent : null);
    }

    /** One line when it begins and one when it ends, however long that is. */
    private void tellIfLate() {
        if (late == age.isLate()) return;
        late = !late;
        if (late)
            log.warn(
                    "No canary came round for {} s: notifications do not arrive on this node",
                    age.age().toSeconds());
        else log.info("Canaries come round again");
    }
}
