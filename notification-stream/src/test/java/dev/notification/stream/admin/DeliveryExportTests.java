package dev.notification.stream.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.DeliveryState;
import dev.notification.store.NotificationPlace;
import dev.notification.stream.testing.FixedLedger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class DeliveryExportTests {
    private static final NotificationPlace PLACE = new NotificationPlace(1, Instant.EPOCH);

    @Test
    void readsAPageWhenTheOneBeforeWasTakenAndNoSooner() {
        FixedLedger ledger = new FixedLedger(4_500);
        try (AdminThreads database = new AdminThreads(new AdminProperties(2, 10, 1, 1))) {
            Flux<byte[]> portions = new DeliveryExport(ledger, database, ExportFormat.NDJSON, 1).portions(PLACE, null);
            AtomicInteger lines = new AtomicInteger();
            // as the web server does: 128 ahead
            StepVerifier.create(portions.doOnNext(portion -> lines.addAndGet(lines(portion))), 0)
                    .thenRequest(128)
                    .expectNextCount(128)
                    .thenAwait(Duration.ofMillis(300))
                    .then(() -> assertThat(lines).hasValue(512))
                    .then(() -> assertThat(ledger.pages()).isEqualTo(2))
                    .thenRequest(121)
                    .expectNextCount(121)
                    .thenAwait(Duration.ofMillis(300))
                    .then(() -> assertThat(ledger.pages()).isEqualTo(2))
                    .thenRequest(Long.MAX_VALUE)
                    .expectNextCount(4_500 / 4 - 249)
                    .expectComplete()
                    .verify(Duration.ofSeconds(20));
            assertThat(lines).hasValue(4_500);
            assertThat(ledger.pages()).isEqualTo(9);
        }
    }

    @Test
    void restsInProportionToWhatAPageTook() {
        assertThat(DeliveryExport.rest(Duration.ofMillis(4), 0.1)).isEqualTo(Duration.ofMillis(36));
        assertThat(DeliveryExport.rest(Duration.ofMillis(4), 0.5)).isEqualTo(Duration.ofMillis(4));
        assertThat(DeliveryExport.rest(Duration.ofSeconds(4), 0.1)).isEqualTo(DeliveryExport.LONGEST_REST);
        assertThat(DeliveryExport.rest(Duration.ofSeconds(4), 1)).isZero();
    }

    @Test
    void restsBetweenPages() {
        Duration work = Duration.ofMillis(50);
        FixedLedger slow = new FixedLedger(2 * DeliveryExport.PAGE, work);
        try (AdminThreads database = new AdminThreads(new AdminProperties(1, 10, 1, 0.2))) {
            long begun = System.nanoTime();
            StepVerifier.create(new DeliveryExport(slow, database, ExportFormat.NDJSON, 0.2).portions(PLACE, null))
                    .expectNextCount(2 * DeliveryExport.PAGE / DeliveryExport.PORTION)
                    .expectComplete()
                    .verify(Duration.ofSeconds(20));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(work.multipliedBy(2 + 4));
        }
    }

    @Test
    void restsLessAfterPagesThatAreEmpty() {
        assertThat(DeliveryExport.rest(Duration.ofMillis(4), DeliveryExport.SHARE_OF_EMPTY))
                .isEqualTo(Duration.ofMillis(4));
        FixedLedger ledger = new FixedLedger(50 * DeliveryExport.PAGE, Duration.ofMillis(10));
        try (AdminThreads database = new AdminThreads(new AdminProperties(1, 10, 1, 0.01))) {
            // each rest would be a second
            StepVerifier.create(new DeliveryExport(ledger, database, ExportFormat.NDJSON, 0.01)
                            .portions(PLACE, DeliveryState.ACKED))
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(Duration.ofSeconds(20));
        }
        assertThat(ledger.pages()).isEqualTo(50);
    }

    private static int lines(byte[] portion) {
        return new String(portion, StandardCharsets.UTF_8).split("\n", -1).length - 1;
    }

    @Test
    void writesTheHeaderOnceAndEvenWhenNobodyHasIt() {
        assertThat(csv(2_500))
                .hasSize(1 + 2_500)
                .filteredOn(line -> line.startsWith("recipient,"))
                .hasSize(1);
        assertThat(csv(0))
                .containsExactly(
                        "recipient,seq,state,attempt,storedAt,sentAt,ackedAt,readAt,expiresAt,exhaustedAt,settledAt,ackedBy,ackedFrom");
    }

    private static List<String> csv(int deliveries) {
        try (AdminThreads database = new AdminThreads(new AdminProperties(1, 10, 1, 1))) {
            String all = new DeliveryExport(new FixedLedger(deliveries), database, ExportFormat.CSV, 1)
                    .portions(PLACE, null)
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                    .reduce("", String::concat)
                    .block(Duration.ofSeconds(5));
            return Arrays.asList(Objects.requireNonNull(all).split("\r\n"));
        }
    }
}
