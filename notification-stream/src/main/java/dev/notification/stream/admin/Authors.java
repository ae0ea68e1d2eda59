package dev.notification.stream.admin;

import dev.notification.store.Author;
import dev.notification.stream.http.RemoteAddress;
import dev.notification.stream.security.Caller;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Whom the audit names for a request. */
final class Authors {

    private Authors() {}

    static Author of(Caller caller, ServerHttpRequest request) {
        return new Author(caller.recipient(), RemoteAddress.of(request));
    }
}
