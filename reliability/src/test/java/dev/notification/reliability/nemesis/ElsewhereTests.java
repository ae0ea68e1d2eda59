package dev.notification.reliability.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notification.testbed.Guard;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ElsewhereTests {
    @Test
    void whenItGoesDarkTheServerIsNotToldAndNothingComes() throws Exception {
        boolean root = System.getProperty("user.name").equals("root");
        if (!root) System.err.println("NOT TESTED: half-open connections, because only root may make a network");
        Assumptions.assumeTrue(root);
        try (Guard guard = Guard.start();
                ServerSocket server = new ServerSocket(0);
                Elsewhere elsewhere = Elsewhere.to(server.getLocalPort(), guard);
                Socket client = new Socket(
                        elsewhere.address().getAddress(), elsewhere.address().getPort());
                Socket accepted = server.accept()) {
            client.getOutputStream().write(1);
            assertThat(accepted.getInputStream().read()).isEqualTo(1);

            assertThat(elsewhere.goDark().happened()).isEqualTo(1);

            client.shutdownOutput();
            accepted.setSoTimeout(1_000);
            assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            // taken by the kernel, which still believes in the other end
            accepted.getOutputStream().write(1);
        }
    }
}
