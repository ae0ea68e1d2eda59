package dev.notification.stream.http;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollSocketChannelConfig;

/** What an accepted connection asks of the system; of a system without epoll, nothing. */
final class SocketOptions {
    /**
     * What the system holds of a connection and has not sent yet. The size of its send buffer stays its own business: that one
     * adapts to the line, and limits would slow down those who are far away. But only what is on its way needs to be in it.
     */
    private static final long MAX_UNSENT_BYTES = 64 * 1024;

    private final TcpProperties properties;

    SocketOptions(TcpProperties properties) {
        this.properties = properties;
    }

    void set(Channel channel) {
        if (!(channel instanceof EpollSocketChannel socket)) return;
        EpollSocketChannelConfig options = socket.config();
        options.setTcpUserTimeout((int) properties.userTimeout().toMillis());
        options.setKeepAlive(true);
        options.setTcpKeepIdle((int) properties.keepAliveIdle().toSeconds());
        options.setTcpKeepIntvl((int) properties.keepAliveInterval().toSeconds());
        options.setTcpKeepCnt(properties.keepAliveCount());
        options.setTcpNotSentLowAt(MAX_UNSENT_BYTES);
    }
}
