package dev.notification.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.notification.store.LoggedRecipients;
import dev.notification.store.Traces;
import dev.notification.stream.Cluster.Node;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

/** What a notification's trace hears of it. */
class TracesIntegrationTests {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final InMemorySpanExporter SPANS = InMemorySpanExporter.create();
    private static final String ON = "--notification.tracing.enabled=true";
    private static final String AT_ONCE = "--management.opentelemetry.tracing.export.schedule-delay=20ms";
    private static final String PRODUCER = "b7ad6b7169203331";
    private static final String PAYLOAD = "canary-in-the-payload";
    private static final Cluster CLUSTER = new Cluster();
    private static Node node;

    static class Exporter {
        @Bean
        SpanExporter spanExporter() {
            return SPANS;
        }
    }

    @BeforeAll
    static void start() {
        node = CLUSTER.start(List.of(Exporter.class), ON, AT_ONCE);
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @BeforeEach
    void forget() {
        SPANS.reset();
    }

    @Test
    void oneTraceGoesFromTheProducerToTheAck() {
        String trace = newTrace();
        String acks = newTrace();
        try (RawStream stream = node.stream("alice")) {
            CLUSTER.records().write(List.of(event("a-1", "alice", "00-" + trace + "-" + PRODUCER + "-01")));
            assertThat(stream.hasSequences(1L)
                            .notifications()
                            .get(0)
                            .json()
                            .get("traceparent")
                            .stringValue())
                    .isEqualTo("00-" + trace + "-" + PRODUCER + "-01");
        }
        var answer = node.http()
                .send(
                        "POST",
                        "/v1/acks?id=1",
                        "",
                        "Authorization",
                        "Bearer " + Tokens.of("alice"),
                        "traceparent",
                        "00-" + acks + "-00f067aa0ba902b7-00");
        assertThat(answer.statusCode()).isEqualTo(200);
        List<SpanData> spans = spans(3);
        assertThat(spans)
                .extracting(SpanData::getName)
                .containsExactly("notification.stored", "notification.sent", "notification.acked");
        assertThat(spans)
                .extracting(SpanData::getKind)
                .containsExactly(SpanKind.CONSUMER, SpanKind.PRODUCER, SpanKind.CONSUMER);
        assertThat(spans).allSatisfy(span -> {
            assertThat(span.getTraceId()).isEqualTo(trace);
            assertThat(span.getParentSpanId()).isEqualTo(PRODUCER);
            assertThat(span.getEndEpochNanos()).isGreaterThanOrEqualTo(span.getStartEpochNanos());
        });
        assertThat(spans.get(2).getLinks())
                .extracting(LinkData::getSpanContext)
                .extracting(context -> context.getTraceId() + " " + context.getSpanId())
                .containsExactly(acks + " 00f067aa0ba902b7");
        assertThat(tags(spans.get(0))).containsExactlyInAnyOrder("notification.deliveries=1");
        String alice = "notification.recipient=" + new LoggedRecipients(false).of("alice");
        assertThat(tags(spans.get(1))).containsExactlyInAnyOrder(alice, "notification.seq=1", "notification.attempt=1");
        assertThat(tags(spans.get(2))).containsExactlyInAnyOrder(alice, "notification.seq=1");
    }

    @Test
    void oneTransactionIsPartOfAsManyTracesAsItHasNotifications() {
        List<byte[]> values = new ArrayList<>();
        List<String> traces = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            traces.add(newTrace());
            values.add(event("b-" + i, "bob" + i % 7, "00-" + traces.get(i) + "-" + PRODUCER + "-01"));
        }
        CLUSTER.records().write(values);
        List<SpanData> spans = spans(200);
        assertThat(spans).extracting(SpanData::getTraceId).containsExactlyInAnyOrderElementsOf(traces);
        assertThat(spans.stream().map(SpanData::getEndEpochNanos).distinct().count())
                .isLessThan(20);
    }

    @Test
    void whatIsNotSampledOrNotValidMakesNoSpan() {
        String trace = newTrace();
        try (RawStream stream = node.stream("carol")) {
            CLUSTER.records()
                    .write(List.of(
                            event("c-1", "carol", "00-" + newTrace() + "-" + PRODUCER + "-00"),
                            event("c-2", "carol", "00-" + newTrace() + "-" + PRODUCER),
                            event("c-3", "carol", "00-" + "0".repeat(32) + "-" + PRODUCER + "-01"),
                            event("c-4", "carol", "nonsense"),
                            event("c-5", "carol", "00-" + trace + "-" + PRODUCER + "-01")));
            stream.hasSequences(1L, 2L, 3L, 4L, 5L);
        }
        assertThat(node.post("carol", "/v1/acks", "{\"ranges\":[[1,5]]}")
                        .json()
                        .get("acked")
                        .asLong())
                .isEqualTo(5);
        assertThat(spans(3)).allSatisfy(span -> assertThat(span.getTraceId()).isEqualTo(trace));
        assertThat(spans(3).get(2).getLinks()).isEmpty();
    }

    @Test
    void nothingOfHttpIsTracedAndNoSpanNamesAnybody() {
        String trace = newTrace();
        CLUSTER.records().write(List.of(event("d-1", "dave.Recognisable", "00-" + trace + "-" + PRODUCER + "-01")));
        spans(1);
        String header = "00-" + newTrace() + "-" + PRODUCER + "-01";
        String token = Tokens.of("dave.Recognisable");
        node.http()
                .get(
                        "/v1/admin/recipients/dave.Recognisable",
                        "Authorization",
                        "Bearer " + token,
                        "traceparent",
                        header);
        try (RawStream stream = node.stream("dave.Recognisable", "traceparent: " + header)) {
            stream.hasSequences(1L);
        }
        assertThat(node.post("dave.Recognisable", "/v1/inbox/reads", "{\"seqs\":[1]}")
                        .status())
                .isEqualTo(200);
        List<SpanData> spans = spans(3);
        assertThat(spans).allSatisfy(span -> assertThat(span.getTraceId()).isEqualTo(trace));
        assertThat(spans.toString()).doesNotContain("Recognisable", PAYLOAD, "eyJ");
    }

    @Test
    void offThereIsNeitherTracerNorThread() {
        try (Cluster cluster = new Cluster()) {
            Node off = cluster.start();
            assertThat(off.context().getBeanProvider(Tracer.class).stream()).isEmpty();
            assertThat(off.context().getBean(Traces.class).isOn()).isFalse();
            assertThat(off.context().getBeanFactory().getBeanNamesIterator())
                    .toIterable()
                    .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).contains("otel"));
        }
    }

    @Test
    void spansMustGoSomewhere() {
        assertThatThrownBy(() -> CLUSTER.start(ON))
                .hasStackTraceContaining("management.opentelemetry.tracing.export.otlp.endpoint");
    }

    @Test
    void spansGoToACollector() throws IOException {
        List<String> received = new CopyOnWriteArrayList<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        try (Cluster cluster = new Cluster()) {
            cluster.start(
                    ON,
                    AT_ONCE,
                    "--management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:"
                            + collector.getAddress().getPort() + "/v1/traces");
            cluster.records().write(List.of(event("e-1", "erin", "00-" + newTrace() + "-" + PRODUCER + "-01")));
            await().atMost(DEADLINE)
                    .until(() -> received.stream().anyMatch(body -> body.contains("notification.stored")));
            assertThat(String.join("", received)).contains("notification-stream");
        } finally {
            collector.stop(0);
        }
    }

    private static String newTrace() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static byte[] event(String id, String recipient, String traceparent) {
        return ("{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/traces\",\"type\":\"t\",\"recipient\":\""
                        + recipient + "\",\"traceparent\":\"" + traceparent + "\",\"data\":\"" + PAYLOAD + "\"}")
                .getBytes(UTF_8);
    }

    /** So many spans, and no more, in the order of their begin. */
    private static List<SpanData> spans(int wanted) {
        await().atMost(DEADLINE).until(() -> SPANS.getFinishedSpanItems().size() >= wanted);
        assertThat(SPANS.getFinishedSpanItems()).hasSize(wanted);
        return SPANS.getFinishedSpanItems().stream()
                .sorted(Comparator.comparingLong(SpanData::getStartEpochNanos))
                .toList();
    }

    private static List<String> tags(SpanData span) {
        return span.getAttributes().asMap().entrySet().stream()
                .map(tag -> ((AttributeKey<?>) tag.getKey()).getKey() + "=" + tag.getValue())
                .toList();
    }
}
