package dev.notification.store.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.Figure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FiguresTests {
    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void addUpWhatHasTheSameName() {
        registry.counter("notification.ingest.rejected", "code", "too-large").increment(2);
        registry.counter("notification.ingest.rejected", "code", "invalid-json").increment(3);
        AtomicInteger streams = registry.gauge("notification.stream.connections", new AtomicInteger(7));
        assertThat(streams).hasValue(7);

        var written = Figures.read(Figures.sample(List.of("stream"), registry));

        assertThat(Figures.figures(written)).isEqualTo(Map.of(Figure.REJECTED, 5L, Figure.CONNECTIONS, 7L));
        assertThat(Figures.roles(written)).containsExactly("stream");
    }

    @Test
    void leaveOutWhatHasNoValue() {
        registry.gauge("notification.ingest.lag", Double.NaN);
        registry.timer("notification.acks.acked").record(1, TimeUnit.HOURS);
        registry.counter("another").increment();

        assertThat(Figures.sample(List.of(), registry)).isEqualTo("{\"roles\":[]}");
    }

    @Test
    void areReadAsFarAsTheyGo() {
        var written = Figures.read("{\"roles\":[\"ingest\",1],\"sent\":3,\"acked\":\"many\",\"fromALaterVersion\":{}}");

        assertThat(Figures.figures(written)).isEqualTo(Map.of(Figure.SENT, 3L));
        assertThat(Figures.roles(written)).containsExactly("ingest");
        for (String strange : new String[] {"", "[]", "3", "{\"roles\":{}", "null"}) {
            assertThat(Figures.figures(Figures.read(strange))).isEmpty();
            assertThat(Figures.roles(Figures.read(strange))).isEmpty();
        }
    }
}
