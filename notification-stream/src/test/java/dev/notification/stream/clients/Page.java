package dev.notification.stream.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A page on an origin of its own that opens a stream elsewhere and posts here what its EventSource fires. */
final class Page implements AutoCloseable {
    private static final String HTML = """
            <!doctype html>
            <title>stream</title>
            <link rel="icon" href="data:,">
            <script>
              const api = '%s';
              let posts = Promise.resolve();
              function post(path, body) {
                posts = posts.then(() => fetch(path, { method: 'POST', body }));
              }
              async function open() {
                const headers = { Authorization: 'Bearer %s' };
                await fetch(api + '/v1/session', { method: 'POST', credentials: 'include', headers });
                const source = new EventSource(api + '/v1/stream', { withCredentials: true });
                for (const type of ['message', 'stream.ready', 'stream.reset', 'stream.acked']) {
                  source.addEventListener(type, event =>
                    post('/events', JSON.stringify({ type, id: event.lastEventId, data: event.data })));
                }
                source.onerror = () => post('/errors', 'error in state ' + source.readyState);
              }
              open().catch(failure => post('/errors', String(failure)));
            </script>
            """;

    private final HttpServer server;
    private final List<Reader.Event> events = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private volatile String html = "";

    Page() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> answer(exchange, html));
        server.createContext("/events", exchange -> take(exchange, event -> events.add(Reader.Event.of(event))));
        server.createContext("/errors", exchange -> take(exchange, errors::add));
        server.start();
    }

    /** What it reads from now on. */
    void reads(String api, String token) {
        events.clear();
        errors.clear();
        html = HTML.formatted(api, token);
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Reader.Event> events() {
        return events;
    }

    List<String> errors() {
        return errors;
    }

    private static void take(HttpExchange exchange, Consumer<String> body) throws IOException {
        body.accept(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        answer(exchange, "");
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html;charset=UTF-8");
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
