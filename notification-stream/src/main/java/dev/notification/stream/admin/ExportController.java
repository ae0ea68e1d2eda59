package dev.notification.stream.admin;

import dev.notification.store.DeliveryState;
import dev.notification.store.Ledger;
import dev.notification.store.NotificationPlace;
import dev.notification.stream.problem.Problem;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Who has a notification and who has not, as a file; a bounded number of them at once. */
@RestController
class ExportController implements ApplicationListener<ContextClosedEvent> {
    private final Ledger ledger;
    private final AdminThreads database;
    private final Semaphore running;
    private final double share;
    private final ApplicationContext context;
    private final Sinks.Empty<byte[]> closing = Sinks.empty();

    ExportController(Ledger ledger, AdminThreads database, AdminProperties properties, ApplicationContext context) {
        this.ledger = ledger;
        this.database = database;
        this.running = new Semaphore(properties.exports());
        this.share = properties.exportShare();
        this.context = context;
    }

    /** Files break off, and visibly: an export takes minutes, and the web server would wait for it. */
    @Override
    public void onApplicationEvent(ContextClosedEvent closed) {
        if (closed.getApplicationContext() == context) closing.tryEmitError(Problem.unavailable(null));
    }

    @GetMapping(path = "/v1/admin/notifications/deliveries", produces = "application/x-ndjson")
    Mono<Void> lines(@RequestParam MultiValueMap<String, String> parameters, ServerHttpResponse response) {
        return export(ExportFormat.NDJSON, parameters, response);
    }

    @GetMapping(path = "/v1/admin/notifications/deliveries", produces = "text/csv")
    Mono<Void> table(@RequestParam MultiValueMap<String, String> parameters, ServerHttpResponse response) {
        return export(ExportFormat.CSV, parameters, response);
    }

    private Mono<Void> export(
            ExportFormat format, MultiValueMap<String, String> parameters, ServerHttpResponse response) {
        QueryParameters query = QueryParameters.of(parameters, "source", "id", "state");
        NamedNotification notification = NamedNotification.of(query);
        DeliveryState state = query.state();
        return Mono.using(
                this::begin,
                begun -> database.call(() -> notification.placeIn(ledger))
                        .flatMap(place -> write(format, place, state, response)),
                Semaphore::release);
    }

    private Semaphore begin() {
        if (!running.tryAcquire()) throw Problem.overloaded();
        return running;
    }

    private Mono<Void> write(
            ExportFormat format, NotificationPlace place, @Nullable DeliveryState state, ServerHttpResponse response) {
        response.getHeaders().set(HttpHeaders.CONTENT_TYPE, format.mediaType());
        return response.writeWith(new DeliveryExport(ledger, database, format, share)
                .portions(place, state)
                .takeUntilOther(closing.asMono())
                .map(bytes -> response.bufferFactory().wrap(bytes)));
    }
}
