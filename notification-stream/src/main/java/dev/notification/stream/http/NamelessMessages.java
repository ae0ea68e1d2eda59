package dev.notification.stream.http;

import reactor.netty.http.logging.HttpMessageArgProvider;
import reactor.netty.http.logging.HttpMessageType;
import reactor.netty.http.logging.ReactorNettyHttpMessageLogFactory;

/**
 * Messages as Reactor Netty logs those that it cannot decode: in one line, with nothing that the client wrote. A path may name
 * a recipient, and what was wrong with the bytes may quote them.
 */
final class NamelessMessages extends ReactorNettyHttpMessageLogFactory {

    @Override
    public String common(HttpMessageArgProvider message) {
        HttpMessageType type = message.httpMessageType();
        boolean decoded = type == HttpMessageType.RESPONSE || type == HttpMessageType.FULL_RESPONSE;
        Throwable cause = decoded ? null : message.decoderResult().cause();
        return cause == null ? type.toString() : type + " (" + cause.getClass().getSimpleName() + ")";
    }
}
