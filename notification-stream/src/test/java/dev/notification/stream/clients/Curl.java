package dev.notification.stream.clients;

import dev.notification.stream.testing.SseParser;
import dev.notification.stream.testing.SseParser.Block;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** {@code curl -N}, begun again with the last id whenever it ends, as a shell script would. */
final class Curl implements Reader {
    private final String url;
    private final String token;
    private final String curl = Program.find("curl");
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService script = Executors.newSingleThreadScheduledExecutor();
    private volatile String lastId = "";
    private volatile Program running;

    Curl(String url, String token) {
        this.url = url;
        this.token = token;
        this.running = begin();
        var unused = script.scheduleWithFixedDelay(this::beginAgain, 500, 500, TimeUnit.MILLISECONDS);
    }

    private Program begin() {
        List<String> command = new ArrayList<>(List.of(curl, "-sSN", "-H", "Authorization: Bearer " + token));
        if (!lastId.isEmpty()) command.addAll(List.of("-H", "Last-Event-ID: " + lastId));
        command.add(url);
        SseParser parser = new SseParser(this::block);
        return new Program(Path.of("."), parser::feed, command);
    }

    private void block(Block block) {
        if (!block.lastEventId().isEmpty()) lastId = block.lastEventId();
        if (block.dispatched()) events.add(new Event(block.type(), lastId, block.data()));
    }

    private void beginAgain() {
        if (!running.isRunning()) running = begin();
    }

    @Override
    public List<Event> events() {
        return events;
    }

    @Override
    public String log() {
        return running.errors();
    }

    @Override
    public void close() {
        script.shutdownNow();
        running.close();
    }
}
