package dev.notification.stream.revocation;

import dev.notification.stream.database.DatabaseTimer;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/** Looks at the table before the first request, else the node does not start, and every so often from then on. */
final class RevocationLooks implements SmartLifecycle {
    private final RevokedCredentials revoked;
    private final DatabaseTimer timer;
    private final Duration period;
    private volatile boolean running;

    RevocationLooks(RevokedCredentials revoked, DatabaseTimer timer, Duration period) {
        this.revoked = revoked;
        this.timer = timer;
        this.period = period;
    }

    @Override
    public void start() {
        revoked.look();
        timer.every(period, "look at revocations", revoked::look);
        running = true;
    }

    /** The timer ends by itself: until then nobody revoked is let in. */
    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before whatever takes requests. */
    @Override
    public int getPhase() {
        return 0;
    }
}
