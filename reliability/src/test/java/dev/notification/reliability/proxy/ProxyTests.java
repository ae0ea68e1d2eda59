package dev.notification.reliability.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notification.servers.Ports;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over real sockets. */
class ProxyTests {
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final int port = Ports.choose();
    private Echo echo;
    private Link link;
    private Proxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new Echo("");
        link = new Link("test", echo.port(), 1);
        proxy = Proxy.listen(loop, port, List.of(link));
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void carriesEverythingAndTheEndOfIt() throws IOException {
        byte[] sent = bytes(5_000_000);
        try (Socket client = connect()) {
            assertThat(exchange(client, sent)).isEqualTo(sent);
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(link.hurtBytes()).isZero();
        assertThat(link.opened()).isEqualTo(1);
    }

    /** Whose window is closed most of the time: the proxy has to notice each time that it can write again. */
    @Test
    void carriesEverythingToOneThatReadsSlowly() throws IOException {
        byte[] sent = bytes(20_000_000);
        try (Socket client = new Socket()) {
            client.setReceiveBufferSize(2_048);
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            client.setSoTimeout(10_000);
            assertThat(exchange(client, sent)).isEqualTo(sent);
        }
    }

    @Test
    void latencyHoldsOnConnectionsThatWereOpenBefore() throws IOException {
        try (Socket client = connect()) {
            exchange(client, bytes(1));
            assertThat(link.hurtBytes()).isZero();
            link.toxics(Direction.DOWN, Toxics.NONE.latency(Duration.ofMillis(300)));
            assertThat(millis(client, bytes(1))).isGreaterThanOrEqualTo(290);
            assertThat(link.hurtBytes()).isEqualTo(1);
            link.heal();
            exchange(client, bytes(1));
        }
        assertThat(link.hurtBytes()).isEqualTo(1);
    }

    @Test
    void bandwidthIsShared() throws IOException {
        link.toxics(Direction.UP, Toxics.NONE.bytesPerSecond(100_000));
        try (Socket client = connect()) {
            assertThat(millis(client, bytes(50_000))).isGreaterThanOrEqualTo(450);
        }
        assertThat(link.hurtBytes()).isEqualTo(50_000);
    }

    @Test
    void slicesAndShuffledTimesChangeNoByte() throws IOException {
        Toxics toxics = Toxics.NONE.slice(1).latency(Duration.ofMillis(1)).jitter(Duration.ofMillis(5));
        link.toxics(Direction.UP, toxics);
        link.toxics(Direction.DOWN, toxics);
        byte[] sent = bytes(3_000);
        try (Socket client = connect()) {
            assertThat(exchange(client, sent)).isEqualTo(sent);
        }
    }

    @Test
    void aBlackHoleLosesNothing() throws IOException {
        try (Socket client = connect()) {
            exchange(client, bytes(1));
            link.toxics(Direction.UP, Toxics.BLACKHOLE);
            client.getOutputStream().write(42);
            client.setSoTimeout(300);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            link.heal();
            client.setSoTimeout(5_000);
            assertThat(client.getInputStream().read()).isEqualTo(42);
        }
    }

    @Test
    void aLimitResetsInTheMiddle() throws IOException {
        try (Socket client = connect()) {
            exchange(client, bytes(500));
            link.toxics(Direction.DOWN, Toxics.NONE.limit(100));
            client.getOutputStream().write(bytes(500));
            assertThat(client.getInputStream().readNBytes(100)).hasSize(100);
            assertThatThrownBy(() -> client.getInputStream().readNBytes(400)).isInstanceOf(SocketException.class);
        }
        assertThat(link.hurtConnections()).isEqualTo(1);
    }

    @Test
    void aResetIsSeenByBothAndABrokenLinkLetsNobodyThrough() throws IOException {
        try (Socket client = connect()) {
            exchange(client, bytes(1));
            assertThat(link.breakDown()).isEqualTo(1);
            assertThatThrownBy(() -> exchange(client, bytes(1))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> exchange(connect(), bytes(1))).isInstanceOf(IOException.class);
            assertThat(link.refused()).isPositive();
        }
        link.heal();
        try (Socket client = connect()) {
            exchange(client, bytes(1));
        }
        assertThat(link.open()).isLessThanOrEqualTo(1);
    }

    /** As with PostgreSQL when it is killed: its sockets end politely, and whoever writes to them is reset. */
    @Test
    void aConnectionWhoseServerDiedIsResetByWritingToIt() throws IOException {
        try (ServerSocket dies = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Link dying = new Link("dying", dies.getLocalPort(), 1);
            int listening = Ports.choose();
            try (Proxy between = Proxy.listen(loop, listening, List.of(dying));
                    Socket client = new Socket(InetAddress.getLoopbackAddress(), listening)) {
                dies.accept().close();
                assertThat(client.getInputStream().read()).isEqualTo(-1);
                assertThatThrownBy(() -> writeUntilReset(client)).isInstanceOf(SocketException.class);
                assertThat(dying.open()).isZero();
                assertThat(between.links()).containsExactly(dying);
            }
        }
    }

    @Test
    void aBalancerTakesTurnsAndSkipsWhoRefuses() throws IOException {
        int balanced = Ports.choose();
        Link gone = new Link("gone", Ports.choose(), 1);
        try (Echo first = new Echo("a");
                Echo second = new Echo("b");
                Proxy balancer = Proxy.listen(
                        loop,
                        balanced,
                        List.of(new Link("first", first.port(), 1), gone, new Link("second", second.port(), 1)))) {
            StringBuilder answered = new StringBuilder();
            for (int i = 0; i < 6; i++) {
                try (Socket client = new Socket(InetAddress.getLoopbackAddress(), balanced)) {
                    client.getOutputStream().write('?');
                    answered.append((char) client.getInputStream().read());
                }
            }
            assertThat(answered.toString()).isEqualTo("abbabb");
            assertThat(gone.refused()).isEqualTo(2);
            assertThat(balancer.links()).hasSize(3);
        }
    }

    /** What one write met is told to the next one. */
    private static void writeUntilReset(Socket client) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < deadline) {
            client.getOutputStream().write(42);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static long millis(Socket client, byte[] bytes) throws IOException {
        long begun = System.nanoTime();
        exchange(client, bytes);
        return (System.nanoTime() - begun) / 1_000_000;
    }

    private static byte[] exchange(Socket client, byte[] sent) throws IOException {
        Thread writer = new Thread(() -> {
            try {
                client.getOutputStream().write(sent);
            } catch (IOException e) {
                // the reader sees it too
                return;
            }
        });
        writer.start();
        byte[] received = client.getInputStream().readNBytes(sent.length);
        if (received.length < sent.length) throw new IOException("ended after " + received.length + " bytes");
        return received;
    }
}
