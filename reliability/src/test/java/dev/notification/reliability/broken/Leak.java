package dev.notification.reliability.broken;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Keeps a thread and a file for each request, for ever. */
final class Leak implements WebFilter {
    private final List<FileInputStream> files = new CopyOnWriteArrayList<>();

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Thread thread = new Thread(LockSupport::park, "leaked-" + files.size());
        thread.setDaemon(true);
        thread.start();
        try {
            files.add(new FileInputStream("/dev/null"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return chain.filter(exchange);
    }
}
