package dev.notification.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a process ends, and when it does not begin. */
class LocalProcessIntegrationTests {
    private final Path directory = LocalProcess.newDirectory();

    @Test
    void leavesNoProcessBehindWhenTerminated() throws Exception {
        try (LocalProcess local = new LocalProcess(directory).awaitReady()) {
            ProcessHandle postmaster = local.postmaster().orElseThrow();
            assertThat(postmaster.isAlive()).isTrue();
            local.terminate();
            local.awaitEnd(10);
            // the system may take a moment to forget a process that has ended
            await().atMost(Duration.ofSeconds(5)).until(() -> !postmaster.isAlive());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.port",
                "management.server.port",
                "notification.local.kafka-port",
                "notification.local.postgres-port"
            })
    void namesATakenPortAndTheKeyThatChangesIt(String key) throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LocalProcess local = new LocalProcess(directory, "--" + key + "=" + other.getLocalPort())) {
            assertThat(local.awaitEnd(60)).isEqualTo(1);
            assertThat(local.output())
                    .contains("Port " + other.getLocalPort() + " is taken; " + key + " chooses another.")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void refusesTheDirectoryOfARunningOne() throws Exception {
        try (LocalProcess first = new LocalProcess(directory).awaitReady();
                LocalProcess second = new LocalProcess(directory)) {
            assertThat(second.awaitEnd(60)).isEqualTo(1);
            assertThat(second.output()).contains("notification.local.directory").doesNotContain("\tat ");
            assertThat(new Reader(first.url(), "alice").publish("still-there")).isEqualTo(202);
        }
    }
}
