package dev.notification.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalModeIntegrationTests {
    private final Path directory =
            Path.of("target", "local-mode-tests", UUID.randomUUID().toString()).toAbsolutePath();

    @Test
    void losesNothingAndRepeatsNothingAckedAfterAKill() throws Exception {
        try (LocalProcess local = new LocalProcess(directory).awaitReady()) {
            Reader alice = new Reader(local.url(), "alice");
            for (int i = 1; i <= 4; i++) assertThat(alice.publish("http-" + i)).isEqualTo(202);
            assertThat(alice.first(4)).containsExactlyInAnyOrder("1 http-1", "2 http-2", "3 http-3", "4 http-4");
            assertThat(alice.ack("[1,2]").path("unacked").asInt()).isEqualTo(2);
            // acknowledged by Kafka, perhaps not stored yet when the process is killed
            send(local, "kafka-1");
            local.kill();
            local.relaunch();
            local.awaitReady();
            assertThat(alice.publish("http-5")).isEqualTo(202);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(alice.backlog())
                            .containsExactlyInAnyOrder("3 http-3", "4 http-4", "5 kafka-1", "6 http-5"));
        }
    }

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

    @Test
    void servesItsPageToAnybodyAndTokensToThisMachine() throws Exception {
        try (LocalProcess local = new LocalProcess(directory).awaitReady()) {
            for (String path : new String[] {"/", "/index.html", "/app.js", "/style.css", "/favicon.svg"})
                assertThat(status("GET", local.url() + path)).as(path).isEqualTo(200);
            assertThat(status("POST", local.url() + "/local/tokens?sub=alice")).isEqualTo(200);
            assertThat(status("POST", local.url() + "/local/tokens")).isEqualTo(400);
            assertThat(status("GET", local.url() + "/v1/inbox/summary")).isEqualTo(401);
            assertThat(local.output()).contains("curl -N -H \"Authorization: Bearer ", "kcat -P -b 127.0.0.1:");
        }
    }

    private static int status(String method, String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    private static void send(LocalProcess local, String id) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", "127.0.0.1:" + local.kafka, "acks", "all");
        String event = """
                {"specversion":"1.0","id":"%s","source":"/tests","type":"greeting","recipient":"alice"}""".formatted(id);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("notifications", "alice", event)).get();
        }
    }
}
