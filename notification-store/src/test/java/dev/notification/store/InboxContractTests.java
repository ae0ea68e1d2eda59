package dev.notification.store;

import dev.notification.api.Priority;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

class InboxContractTests extends InboxContract {
    private final SettableClock clock = new SettableClock();
    private final InMemoryArrivals arrivals = new InMemoryArrivals();
    private final HeardArrivals heard = HeardArrivals.connect(arrivals, recipient -> !recipient.startsWith("bob"));
    private final InMemoryInbox inbox = new InMemoryInbox(clock, arrivals);

    @Override
    protected Inbox inbox() {
        return inbox;
    }

    @Override
    protected long append(
            String recipient, Content content, Priority priority, @Nullable Instant expiresAt, boolean ackRequired) {
        return inbox.append(recipient, content, priority, expiresAt, ackRequired);
    }

    @Override
    protected Instant now() {
        return clock.instant();
    }

    @Override
    protected void reach(Instant instant) {
        clock.set(instant);
    }

    @Override
    protected List<Arrival> announced(String recipient, int count) {
        List<Arrival> own = heard.of(recipient);
        org.assertj.core.api.Assertions.assertThat(own).hasSize(count);
        return own;
    }

    @Override
    protected void renewEpoch() {
        inbox.renewEpoch();
    }
}
