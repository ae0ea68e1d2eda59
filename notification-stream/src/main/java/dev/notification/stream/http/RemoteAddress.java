package dev.notification.stream.http;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Where a request came from: the peer of the connection, or with {@code server.forward-headers-strategy} whom the proxy
 * names.
 */
public final class RemoteAddress {

    private RemoteAddress() {}

    /** The numeric IP address without zone, null when there is none. */
    public static @Nullable String of(ServerHttpRequest request) {
        InetSocketAddress remote = request.getRemoteAddress();
        if (remote == null || remote.getAddress() == null) return null;
        String address = remote.getAddress().getHostAddress();
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }
}
