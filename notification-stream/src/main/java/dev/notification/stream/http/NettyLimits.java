package dev.notification.stream.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpServerCodec;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** What one client may cost the server before anything of it is understood. The header limit is Boot's own property. */
@Component
@EnableConfigurationProperties({HttpProperties.class, TcpProperties.class})
class NettyLimits implements NettyServerCustomizer {
    /** What of a connection waits here to be sent, before those who write are told to stop. */
    private static final WriteBufferWaterMark MAY_WAIT = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final HttpProperties properties;
    private final SocketOptions options;
    private final OneReading oneReading = new OneReading();
    private final UpgradeOnlyWithoutBody upgrades = new UpgradeOnlyWithoutBody();
    private final MalformedBodies malformed = new MalformedBodies();
    private final ReadAfterAnswer readOn = new ReadAfterAnswer();
    private final LostConnections lost = new LostConnections();

    NettyLimits(HttpProperties properties, TcpProperties tcp) {
        this.properties = properties;
        this.options = new SocketOptions(tcp);
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.option(ChannelOption.SO_BACKLOG, properties.backlog())
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, MAY_WAIT)
                .maxConnections(properties.maxConnections())
                .httpMessageLogFactory(new NamelessMessages())
                // slow senders: a byte now and then keeps neither a request head nor a body alive
                .requestTimeout(properties.requestTimeout())
                .readTimeout(properties.readTimeout())
                .doOnChannelInit((observer, channel, remote) -> accepted(channel));
    }

    private void accepted(Channel channel) {
        options.set(channel);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(lost);
        if (!watchesRequests(pipeline)) {
            pipeline.addBefore(NettyPipeline.ReactiveBridge, null, new OnceNegotiated(this::watchesRequests));
        }
    }

    /** False where nothing decodes requests of HTTP/1, yet or at all. HTTP/2 leaves no doubts, and has nothing to upgrade to. */
    private boolean watchesRequests(ChannelPipeline pipeline) {
        ChannelHandlerContext codec = pipeline.context(HttpServerCodec.class);
        if (codec == null) return false;
        pipeline.addAfter(codec.name(), null, upgrades);
        pipeline.addAfter(codec.name(), null, oneReading);
        pipeline.addAfter(codec.name(), null, malformed);
        readOn.addTo(pipeline.channel());
        return true;
    }
}
