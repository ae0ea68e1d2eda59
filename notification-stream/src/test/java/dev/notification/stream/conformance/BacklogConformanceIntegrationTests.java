package dev.notification.stream.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.CloudEventWriter;
import dev.notification.api.Priority;
import dev.notification.stream.Cluster.Node;
import dev.notification.stream.RawStream;
import dev.notification.stream.RawStream.Block;
import dev.notification.stream.Tokens;
import dev.notification.stream.testing.TcpProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** C30, C31, C41 and C51: what waits for a stream, whole, in its order, on any node and in any slices. */
@ExtendWith(Nodes.Shared.class)
class BacklogConformanceIntegrationTests {
    private final Nodes nodes;
    private final Recipient alice;

    BacklogConformanceIntegrationTests(Nodes nodes) {
        this.nodes = nodes;
        this.alice = nodes.recipient();
    }

    @Test
    void c30aBurstOfAThousandComesWholeAndInOrder() {
        int count = 1_000;
        try (RawStream open = alice.stream()) {
            open.event("stream.caught-up");
            nodes.records()
                    .write(IntStream.rangeClosed(1, count)
                            .mapToObj(i ->
                                    CloudEventWriter.structured(alice.number(i).build()))
                            .toList());
            alice.stored(count);
            open.hasSequences(upTo(count));
            assertInOrder(open, count);
        }
        try (RawStream later = alice.stream()) {
            later.hasSequences(upTo(count));
            assertInOrder(later, count);
        }
    }

    private static void assertInOrder(RawStream stream, int count) {
        assertThat(stream.notifications().stream()
                        .map(frame -> frame.json().get("data").asInt()))
                .isEqualTo(IntStream.rangeClosed(1, count).boxed().toList());
        assertThat(stream.text().split("\n\n"))
                .filteredOn(block -> block.contains("\ndata: {\"seq\""))
                .hasSize(count)
                .allMatch(block -> block.matches("id: [a-z0-9.]+\ndata: [^\n]+"));
    }

    @Test
    void c31slicesOfOneByteChangeNothing() {
        alice.has(1, 30);
        try (RawStream whole = alice.stream();
                TcpProxy slicer = new TcpProxy(nodes.ordinary().port(), 1);
                RawStream sliced = RawStream.open(slicer.port(), "/v1/stream", Tokens.of(alice.name()))) {
            whole.event("stream.caught-up");
            sliced.event("stream.caught-up");
            assertThat(contents(sliced.blocks())).hasSize(32).isEqualTo(contents(whole.blocks()));
        }
    }

    @Test
    void c41withoutACursorEverythingUnackedComesLaneByLaneThenWhatIsNew() {
        Priority[] lanes = {Priority.LOW, Priority.NORMAL, Priority.HIGH, Priority.LOW, Priority.NORMAL, Priority.HIGH};
        for (int i = 1; i <= lanes.length; i++) {
            nodes.cluster().publish(alice.number(i).priority(lanes[i - 1]).build());
            alice.stored(i);
        }
        alice.ack("{\"seqs\":[6]}");
        try (RawStream stream = alice.stream()) {
            assertThat(stream.event("stream.ready").json().get("unacked").asInt())
                    .isEqualTo(5);
            assertThat(stream.event("stream.caught-up").json().get("head").asInt())
                    .isEqualTo(6);
            stream.hasSequences(3L, 2L, 5L, 1L, 4L);
            assertThat(stream.cursor()).endsWith(".6");
            alice.has(7, 8);
            stream.hasSequences(3L, 2L, 5L, 1L, 4L, 7L, 8L);
        }
    }

    @Test
    void c41aLaneThatHasSomethingGetsOneFrameInTen() {
        for (int i = 1; i <= 33; i++) {
            Priority lane = i == 1 ? Priority.LOW : i <= 3 ? Priority.NORMAL : Priority.HIGH;
            nodes.cluster().publish(alice.number(i).priority(lane).build());
            // the Kafka partition keeps their order
        }
        alice.stored(33);
        try (RawStream stream = alice.stream()) {
            stream.event("stream.caught-up");
            assertThat(stream.seqs()).hasSize(33);
            assertThat(stream.seqs().indexOf(1L)).isBetween(1, 9);
            assertThat(stream.seqs().indexOf(2L)).isBetween(1, 9);
            assertThat(stream.seqs().stream().filter(seq -> seq > 3)).isSorted();
        }
    }

    @Test
    void c51anotherNodeReplaysTheSame() {
        alice.has(1, 5);
        alice.ack("{\"seqs\":[4]}");
        String cursor;
        try (RawStream stream = alice.stream()) {
            stream.event("stream.caught-up");
            cursor = stream.notifications().get(0).id();
        }
        alice.ack("{\"seqs\":[1]}");
        List<List<String>> replays = new ArrayList<>();
        for (Node node : List.of(nodes.ordinary(), nodes.brisk())) {
            try (RawStream stream = alice.streamOn(node, "Last-Event-ID: " + cursor)) {
                stream.event("stream.caught-up");
                stream.hasSequences(2L, 3L, 5L);
                // that 1 was acked may still be on its way to this node, and is no part of the replay
                replays.add(contents(stream.blocks().stream()
                        .filter(block -> !"stream.acked".equals(block.event()))
                        .toList()));
            }
        }
        assertThat(replays.get(1)).isEqualTo(replays.get(0));
    }

    @Test
    void c51everyNodeHasWhatArrives() {
        try (RawStream one = alice.stream();
                RawStream two = alice.streamOn(nodes.brisk())) {
            Stream.of(one, two).forEach(stream -> stream.event("stream.caught-up"));
            alice.has(1, 3);
            Stream.of(one, two).forEach(stream -> stream.hasSequences(1L, 2L, 3L));
        }
    }

    private static List<String> contents(List<Block> blocks) {
        return blocks.stream()
                .map(block -> block.id() + " " + block.event() + " " + block.data())
                .toList();
    }

    private static Long[] upTo(int count) {
        return LongStream.rangeClosed(1, count).boxed().toArray(Long[]::new);
    }
}
