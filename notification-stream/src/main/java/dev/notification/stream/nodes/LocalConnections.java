package dev.notification.stream.nodes;

import dev.notification.store.OpenConnections;
import reactor.core.publisher.Mono;

/** The connections that this node has. */
@FunctionalInterface
public interface LocalConnections {

    /** Those of a recipient; asked on any thread and answered on any, without blocking. */
    Mono<OpenConnections> of(String recipient);
}
