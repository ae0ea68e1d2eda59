package dev.notification.reliability.client;

import dev.notification.reliability.history.Observation;
import dev.notification.reliability.history.Observation.CaughtUp;
import dev.notification.reliability.history.Observation.Closed;
import dev.notification.reliability.history.Observation.Framed;
import dev.notification.reliability.history.Observation.Moved;
import dev.notification.reliability.history.Observation.Opened;
import dev.notification.reliability.history.Observation.Ready;
import dev.notification.reliability.history.Observation.Reset;
import dev.notification.reliability.history.OperationsLog;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One connection of a reader, from its request to its end. */
final class StreamConnection extends SimpleChannelInboundHandler<HttpObject> {
    /** Why a stream ends whose client acks by resuming. */
    private static final String TURN = "turn";

    private final Reader reader;
    private final OperationsLog log;
    private final Watcher watcher;
    private final long number;
    private final String node;
    private final SseParser parser = new SseParser();
    private String end = "cut";
    private boolean opened;
    private boolean ready;

    StreamConnection(Reader reader, OperationsLog log, Watcher watcher, long number, String node) {
        this.reader = reader;
        this.log = log;
        this.watcher = watcher;
        this.number = number;
        this.node = node;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        String target = reader.acksByResuming() ? "/v1/stream?ack=cursor" : "/v1/stream";
        var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target);
        request.headers()
                .set(HttpHeaderNames.HOST, "localhost")
                .set(HttpHeaderNames.ACCEPT, "text/event-stream")
                .set(HttpHeaderNames.AUTHORIZATION, "Bearer " + reader.token());
        String cursor = reader.cursor();
        if (cursor != null) request.headers().set("Last-Event-ID", cursor);
        opened = true;
        log(new Opened(log.now(), number, reader.recipient(), node, cursor, reader.acksByResuming()));
        watcher.opened();
        var unused = context.writeAndFlush(request, context.voidPromise());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (message.decoderResult().isFailure()) throw new MalformedStream("not HTTP");
        if (message instanceof HttpResponse response && response.status().code() != 200)
            throw new MalformedStream("status " + response.status());
        if (message instanceof HttpContent content) parser.read(content.content(), this::read);
    }

    private void read(Block block) {
        long at = log.now();
        if (block.id() != null) reader.moved(block.id());
        if (block.retry() != null) reader.retryAfter(block.retry());
        if (block.event() != null) control(block, block.event(), at);
        else if (block.data() != null) framed(block, json(block.data()), at);
        else if (block.id() != null) log(new Moved(at, number, block.id()));
    }

    private void framed(Block block, JsonNode event, long at) {
        long seq = event.path("seq").asLong(0);
        String key = event.path("data").asString("");
        log(new Framed(at, number, block.id(), seq, event.path("attempt").asInt(0), key));
        watcher.framed(seq, key);
    }

    private void control(Block block, String event, long at) {
        JsonNode data = json(Block.required(block.data(), "data"));
        switch (event) {
            case "stream.ready" -> {
                ready = true;
                long head = data.path("head").asLong(0);
                log(new Ready(
                        at,
                        number,
                        data.path("epoch").asString(""),
                        head,
                        data.path("resumed").asBoolean(false)));
                watcher.ready(head);
            }
            case "stream.caught-up" -> {
                log(new CaughtUp(at, number, data.path("head").asLong(0)));
                watcher.caughtUp();
            }
            case "stream.reset" -> {
                log(new Reset(
                        at,
                        number,
                        Block.required(block.id(), "an id"),
                        data.path("reason").asString("")));
                watcher.reset();
            }
            case "stream.close" -> {
                end = data.path("reason").asString("");
                if (!data.path("reconnect").asBoolean(true)) reader.dismissed();
            }
            case "stream.acked", "stream.read", "stream.stalled" -> {
                // of what is settled the acks themselves tell
            }
            default -> throw new MalformedStream("event " + event);
        }
    }

    private static JsonNode json(String data) {
        try {
            return JsonMapper.shared().readTree(data);
        } catch (JacksonException e) {
            throw new MalformedStream("data that is not JSON");
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (opened) log(new Closed(log.now(), number, end));
        if (ready && !end.equals(TURN)) watcher.dropped();
        reader.ended();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end = cause.toString();
        // whom a fault cut off reads of resets; everything else is not as it should be
        if (!(cause instanceof IOException)) {
            watcher.malformed(reader.recipient() + ", connection " + number + " to " + node + ": " + cause);
            reader.dismissed();
        }
        var unused = context.close();
    }

    private void log(Observation observation) {
        log.add(observation);
    }
}
