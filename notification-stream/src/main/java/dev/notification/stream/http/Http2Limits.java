package dev.notification.stream.http;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import reactor.netty.http.server.HttpServer;

/**
 * What one HTTP/2 connection may cost. Settings of HTTP/2 replace those before them altogether, and Boot sets some: these come
 * after Boot's. Nothing here limits what waits for a client, which the client's own windows must not decide either; that
 * is the water mark's part.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class Http2Limits implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int MAX_STREAMS = 100;
    private static final int MAX_FRAME_BYTES = 16 * 1024;
    /** What clients may send of a body before it is read; all streams of a connection share as much. */
    private static final int WINDOW_BYTES = 65_535;
    /** Streams that are begun and reset at once cost the server more than the client: more than these end the connection. */
    private static final int MAX_RESETS = 200;

    private static final int RESETS_WITHIN_SECONDS = 30;

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        factory.addServerCustomizers(Http2Limits::limit);
    }

    private static HttpServer limit(HttpServer server) {
        return server.http2Settings(settings -> settings.maxConcurrentStreams(MAX_STREAMS)
                .maxHeaderListSize(MAX_HEADER_BYTES)
                .maxFrameSize(MAX_FRAME_BYTES)
                .initialWindowSize(WINDOW_BYTES)
                .maxDecodedRstFramesPerWindow(MAX_RESETS, RESETS_WITHIN_SECONDS));
    }
}
