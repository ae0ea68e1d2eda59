package dev.notification.stream.clients;

import com.launchdarkly.eventsource.ConnectStrategy;
import com.launchdarkly.eventsource.EventSource;
import com.launchdarkly.eventsource.MessageEvent;
import com.launchdarkly.eventsource.background.BackgroundEventHandler;
import com.launchdarkly.eventsource.background.BackgroundEventSource;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** LaunchDarkly's okhttp-eventsource. */
final class OkHttpClientReader implements Reader {
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final BackgroundEventSource source;

    OkHttpClientReader(String url, String token) {
        EventSource.Builder stream = new EventSource.Builder(
                ConnectStrategy.http(URI.create(url)).header("Authorization", "Bearer " + token));
        source = new BackgroundEventSource.Builder(new Handler(), stream).build();
        source.start();
    }

    private final class Handler implements BackgroundEventHandler {
        @Override
        public void onOpen() {}

        @Override
        public void onClosed() {}

        @Override
        public void onComment(String comment) {}

        @Override
        public void onMessage(String event, MessageEvent message) {
            String id = message.getLastEventId();
            events.add(new Event(event, id == null ? "" : id, message.getData()));
        }

        @Override
        public void onError(Throwable failure) {
            errors.add(failure.toString());
        }
    }

    @Override
    public List<Event> events() {
        return events;
    }

    @Override
    public String log() {
        return errors.toString();
    }

    @Override
    public void close() {
        source.close();
    }
}
