package dev.notification.benchmarks.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;

/** One client: opens a stream and hands on its frames, on the event loop. */
final class StreamHandler extends SimpleChannelInboundHandler<HttpObject> {

    /** What becomes of streams. */
    interface Listener {
        void frame(int client, Frame frame);

        void ended(int client, String why);
    }

    /** The last reason of every stream, after what the server or the network said before. */
    static final String CLOSED = "closed";

    private final int client;
    private final String token;
    private final Listener listener;
    private final StringBuilder received = new StringBuilder();

    StreamHandler(int client, String token, Listener listener) {
        this.client = client;
        this.token = token;
        this.listener = listener;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/v1/stream");
        request.headers()
                .set(HttpHeaderNames.HOST, "localhost")
                .set(HttpHeaderNames.ACCEPT, "text/event-stream")
                .set(HttpHeaderNames.AUTHORIZATION, "Bearer " + token);
        var unused = context.writeAndFlush(request, context.voidPromise());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (message instanceof HttpResponse response && response.status().code() != 200) {
            listener.ended(client, response.status().toString());
        }
        if (message instanceof HttpContent content) {
            received.append(content.content().toString(UTF_8)); // what the benchmarks send is ASCII
            handOn();
        }
    }

    private void handOn() {
        int begin = 0;
        for (int end = received.indexOf("\n\n"); end >= 0; end = received.indexOf("\n\n", begin)) {
            Frame frame = Frame.of(received.substring(begin, end));
            begin = end + 2;
            if (frame.event().equals("stream.close")) listener.ended(client, frame.data());
            else listener.frame(client, frame);
        }
        received.delete(0, begin);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        listener.ended(client, CLOSED);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        listener.ended(client, cause instanceof IOException ? String.valueOf(cause.getMessage()) : cause.toString());
        var unused = context.close();
    }
}
