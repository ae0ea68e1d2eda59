package dev.notification.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One process for all, that is killed and launched again in between. */
class LocalModeIntegrationTests {
    private static LocalProcess local;

    @BeforeAll
    static void start() {
        local = new LocalProcess(LocalProcess.newDirectory()).awaitReady();
    }

    @AfterAll
    static void end() {
        local.close();
    }

    @Test
    void losesNothingAndRepeatsNothingAckedAfterAKill() throws Exception {
        Reader alice = new Reader(local.url(), "alice");
        for (int i = 1; i <= 4; i++) assertThat(alice.publish("http-" + i)).isEqualTo(202);
        assertThat(alice.first(4)).containsExactlyInAnyOrder("1 http-1", "2 http-2", "3 http-3", "4 http-4");
        assertThat(alice.ack("[1,2]").path("unacked").asInt()).isEqualTo(2);
        // acknowledged by Kafka, perhaps not stored yet when the process is killed
        send("kafka-1");
        local.kill();
        local.relaunch();
        local.awaitReady();
        assertThat(alice.publish("http-5")).isEqualTo(202);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(alice.backlog())
                        .containsExactlyInAnyOrder("3 http-3", "4 http-4", "5 kafka-1", "6 http-5"));
    }

    @Test
    void servesItsPageToAnybodyAndTokensToThisMachine() throws Exception {
        for (String path : new String[] {"/", "/index.html", "/app.js", "/style.css", "/favicon.svg"})
            assertThat(status("GET", local.url() + path)).as(path).isEqualTo(200);
        assertThat(status("POST", local.url() + "/local/tokens?sub=alice")).isEqualTo(200);
        assertThat(status("POST", local.url() + "/local/tokens")).isEqualTo(400);
        String inbox = local.url() + "/v1/inbox/summary";
        assertThat(status("GET", inbox)).isEqualTo(401);
        assertThat(status("GET", inbox, "Authorization", "Bearer " + token("sub=alice")))
                .isEqualTo(200);
        assertThat(status("GET", inbox, "Authorization", "Bearer " + token("sub=alice&scope=")))
                .isEqualTo(403);
        assertThat(local.output()).contains("curl -N -H \"Authorization: Bearer ", "kcat -P -b 127.0.0.1:");
    }

    private static int status(String method, String url, String... headers) throws IOException, InterruptedException {
        return send(method, url, headers).statusCode();
    }

    private static String token(String query) throws IOException, InterruptedException {
        String answer = send("POST", local.url() + "/local/tokens?" + query).body();
        return answer.replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
    }

    private static HttpResponse<String> send(String method, String url, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url)).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) request.headers(headers);
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private static void send(String id) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", "127.0.0.1:" + local.kafka, "acks", "all");
        String event = """
                {"specversion":"1.0","id":"%s","source":"/tests","type":"greeting","recipient":"alice"}""".formatted(id);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("notifications", "alice", event)).get();
        }
    }
}
