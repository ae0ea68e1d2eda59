package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

/** What the kernel's queue of connections cannot hold is dropped, and its client tries again after seconds. */
class AcceptingIntegrationTests {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int CLIENTS = 50;

    @Test
    void acceptsWhileItsEventLoopsAreBusy() throws IOException {
        CountDownLatch busy = new CountDownLatch(1);
        List<Socket> clients = new ArrayList<>();
        try (Cluster cluster = new Cluster()) {
            ConfigurableApplicationContext service =
                    cluster.start("--notification.http.backlog=1").context();
            InetSocketAddress port = new InetSocketAddress(InetAddress.getLoopbackAddress(), TestNode.port(service));
            try {
                for (EventExecutor loop : service.getBean(ReactorResourceFactory.class)
                        .getLoopResources()
                        .onServer(true)) {
                    loop.execute(() -> held(busy));
                }
                for (int i = 0; i < CLIENTS; i++) {
                    Socket client = new Socket();
                    clients.add(client);
                    assertThatCode(() -> client.connect(port, (int) PATIENCE.toMillis()))
                            .doesNotThrowAnyException();
                }
            } finally {
                busy.countDown();
                for (Socket client : clients) client.close();
            }
        }
    }

    private static void held(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
