package dev.notification.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What every {@link Arrivals} promises. */
abstract class ArrivalsContract {
    /** Arrivals of a node that nobody listens on yet; all those of one test reach each other. */
    abstract Arrivals node();

    /** Keeps what it hears of recipients whose name begins with {@code w}. */
    private static final class Ear implements ArrivalListener {
        private final List<Arrival> heard = new CopyOnWriteArrayList<>();
        private final List<String> asked = new CopyOnWriteArrayList<>();

        @Override
        public boolean wants(byte[] recipient) {
            asked.add(new String(recipient, UTF_8));
            return recipient[0] == 'w';
        }

        @Override
        public void arrived(Arrival arrival) {
            heard.add(arrival);
        }

        private List<Arrival> of(String recipient) {
            return heard.stream()
                    .filter(arrival -> arrival.recipient().equals(recipient))
                    .toList();
        }
    }

    private static Ear listenOn(Arrivals node) {
        Ear ear = new Ear();
        node.listen(ear);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            node.announce(List.of(new Arrival.Stored("w-probe", 0, 1, null)));
            return !ear.of("w-probe").isEmpty();
        });
        return ear;
    }

    private static void hears(Ear ear, String recipient, List<Arrival> arrivals) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> ear.of(recipient).size() >= arrivals.size());
        assertThat(ear.of(recipient)).usingRecursiveComparison().isEqualTo(arrivals);
    }

    @Test
    void carriesEveryKindWhole() {
        Arrivals node = node();
        Ear ear = listenOn(node);
        Content content = new Content("t", "\"id\":\"ü\"".getBytes(UTF_8), new byte[] {0, 1, 2}, true);
        Delivery delivery = new Delivery(
                8,
                Priority.HIGH,
                1,
                null,
                Instant.parse("2026-05-04T03:02:01.123456Z"),
                Instant.parse("2027-01-01T00:00:00Z"),
                false,
                content);
        List<Arrival> arrivals = List.of(
                new Arrival.Stored("wälter", 77, 7, null),
                new Arrival.Stored("wälter", 77, 8, delivery),
                new Arrival.Acked("wälter", 77, List.of(new SequenceRange(1, 3), new SequenceRange(9, 9))),
                new Arrival.Read("wälter", -1, List.of(new SequenceRange(2, 2))),
                new Arrival.TicketUsed("wälter", TicketHash.of("ticket"), 3),
                new Arrival.Revoked("wälter", Instant.parse("2026-05-04T03:02:01.123456Z")));

        node.announce(arrivals);

        hears(ear, "wälter", arrivals);
    }

    @Test
    void reachesEveryNode() {
        Arrivals one = node();
        Arrivals other = node();
        Ear first = listenOn(one);
        Ear second = listenOn(other);
        List<Arrival> arrivals = List.of(new Arrival.Stored("w-all", 1, 1, null));

        one.announce(arrivals);

        hears(first, "w-all", arrivals);
        hears(second, "w-all", arrivals);
    }

    @Test
    void asksBeforeItHandsOver() {
        Arrivals node = node();
        Ear ear = listenOn(node);

        node.announce(List.of(new Arrival.Stored("unwanted", 1, 1, null), new Arrival.Stored("w-last", 1, 1, null)));

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> ear.asked.contains("unwanted"));
        hears(ear, "w-last", List.of(new Arrival.Stored("w-last", 1, 1, null)));
        assertThat(ear.of("unwanted")).isEmpty();
    }

    @Test
    void asksNobodyWhetherToHearOfARevocation() {
        Arrivals node = node();
        Ear ear = listenOn(node);
        List<Arrival> arrivals = List.of(new Arrival.Revoked("unwanted", Instant.parse("2026-05-04T03:02:01Z")));

        node.announce(arrivals);

        hears(ear, "unwanted", arrivals);
    }

    @Test
    void asksNobodyWhetherToHearWhatNodesAskEachOther() {
        Arrivals node = node();
        Ear ear = listenOn(node);
        UUID asker = UUID.randomUUID();
        OpenConnection connection = new OpenConnection(
                Instant.parse("2026-05-04T03:02:01Z"),
                "192.0.2.7",
                null,
                3,
                new Filter(Set.of("a", "b"), Set.of("news")),
                false,
                "k3f9.42");
        List<Arrival> arrivals = List.of(
                new Arrival.Asked("unwanted", 7, asker),
                new Arrival.Answered(
                        "unwanted", 7, asker, "ö", UUID.randomUUID(), new OpenConnections(1, List.of(connection))));

        node.announce(arrivals);

        hears(ear, "unwanted", arrivals);
    }

    @Test
    void keepsTheOrderOfOneRecipient() {
        Arrivals node = node();
        Ear ear = listenOn(node);
        List<Arrival> arrivals = new ArrayList<>();
        LongStream.rangeClosed(1, 500).forEach(seq -> arrivals.add(new Arrival.Stored("w-order", 1, seq, null)));

        node.announce(arrivals);

        hears(ear, "w-order", arrivals);
    }

    @Test
    void tellsNothingOfWhatWasBefore() {
        Arrivals before = node();
        listenOn(before);
        before.announce(List.of(new Arrival.Stored("w-before", 1, 1, null)));

        Ear late = listenOn(node());

        assertThat(late.of("w-before")).isEmpty();
    }
}
