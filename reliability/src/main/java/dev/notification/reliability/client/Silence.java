package dev.notification.reliability.client;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.ReadTimeoutHandler;

/** A stream says at least every 15 s that it is alive. No fault here takes its voice for much longer than half a minute. */
final class Silence extends ReadTimeoutHandler {
    private static final int SECONDS = 60;

    Silence() {
        super(SECONDS);
    }

    @Override
    protected void readTimedOut(ChannelHandlerContext context) {
        context.fireExceptionCaught(new MalformedStream("silent for " + SECONDS + " s"));
    }
}
