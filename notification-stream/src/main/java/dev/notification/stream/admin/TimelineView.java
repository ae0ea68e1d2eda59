package dev.notification.stream.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.notification.store.Timeline;
import dev.notification.store.TimelineEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One delivery and what happened to it.
 *
 * @param source of the notification; like {@code id} and {@code type} null when it was erased
 * @param events newest first
 */
record TimelineView(
        long seq,
        @Nullable String source,
        @Nullable String id,
        @Nullable String type,
        String state,
        int attempt,
        List<Event> events) {

    /** Something that happened; without what does not apply to it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Event(
            Instant at,
            String event,
            @Nullable Integer attempt,
            @Nullable String node,
            @Nullable String address) {

        static Event of(TimelineEvent event) {
            return new Event(event.at(), event.kind().label(), event.attempt(), event.node(), event.address());
        }
    }

    static TimelineView of(Timeline timeline) {
        return new TimelineView(
                timeline.delivery().seq(),
                timeline.key() == null ? null : timeline.key().source(),
                timeline.key() == null ? null : timeline.key().id(),
                timeline.type(),
                timeline.delivery().state().label(),
                timeline.delivery().attempt(),
                timeline.events().stream().map(Event::of).toList());
    }
}
