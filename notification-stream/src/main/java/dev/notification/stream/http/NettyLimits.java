package dev.notification.stream.http;

import io.netty.channel.ChannelOption;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;
import reactor.netty.http.server.HttpServer;

/** What one client may cost the server before anything of it is understood. The header limit is Boot's own property. */
@Component
@EnableConfigurationProperties(HttpProperties.class)
class NettyLimits implements NettyServerCustomizer {
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int MAX_HTTP2_STREAMS = 100;

    private final HttpProperties properties;
    private final UpgradeOnlyWithoutBody upgrades = new UpgradeOnlyWithoutBody();
    private final ReadAfterAnswer readOn = new ReadAfterAnswer();

    NettyLimits(HttpProperties properties) {
        this.properties = properties;
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.option(ChannelOption.SO_BACKLOG, properties.backlog())
                .maxConnections(properties.maxConnections())
                // slow senders: a byte now and then keeps neither a request head nor a body alive
                .requestTimeout(properties.requestTimeout())
                .readTimeout(properties.readTimeout())
                .doOnChannelInit((observer, channel, remote) -> upgrades.addTo(channel))
                .doOnChannelInit((observer, channel, remote) -> readOn.addTo(channel))
                .http2Settings(settings ->
                        settings.maxConcurrentStreams(MAX_HTTP2_STREAMS).maxHeaderListSize(MAX_HEADER_BYTES));
    }
}
