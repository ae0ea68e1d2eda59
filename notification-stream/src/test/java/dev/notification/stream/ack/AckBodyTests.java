package dev.notification.stream.ack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.SequenceRange;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AckBodyTests {

    @Test
    void readsEveryMember() {
        AckBody body = read("{\"epoch\":\"k3f9\",\"seqs\":[42,41],\"ranges\":[[1,3],[50,50]],\"upTo\":7}");
        assertThat(body.epoch()).isEqualTo("k3f9");
        assertThat(body.upTo()).isEqualTo(7);
        assertThat(body.ranges())
                .containsExactly(new SequenceRange(1, 3), new SequenceRange(41, 42), new SequenceRange(50, 50));
    }

    @Test
    void readsEachMemberAlone() {
        assertThat(read("{\"seqs\":[5]}").ranges()).containsExactly(new SequenceRange(5, 5));
        assertThat(read("{\"ranges\":[[5,6]]}").ranges()).containsExactly(new SequenceRange(5, 6));
        assertThat(read("{\"upTo\":0}")).isEqualTo(new AckBody(null, List.of(), 0));
        assertThat(read("{\"epoch\":null,\"seqs\":null,\"upTo\":3}")).isEqualTo(new AckBody(null, List.of(), 3));
    }

    @Test
    void joinsRangesUpToTheLastSequenceThereCanBe() {
        long last = Long.MAX_VALUE;
        AckBody body =
                read("{\"ranges\":[[1," + last + "],[5,6],[" + last + "," + last + "]],\"seqs\":[" + last + "]}");
        assertThat(body.ranges()).containsExactly(new SequenceRange(1, last));
    }

    @Test
    void ignoresTheSequenceThatNothingHas() {
        assertThat(read("{\"seqs\":[0],\"ranges\":[[0,0]]}").ranges()).isEmpty();
        assertThat(read("{\"ranges\":[[0,2]]}").ranges()).containsExactly(new SequenceRange(1, 2));
    }

    @Test
    void coversTheSameSequencesWithTheFewestRanges() {
        Random random = new Random(42);
        for (int round = 0; round < 2_000; round++) {
            TreeSet<Long> named = new TreeSet<>();
            StringBuilder ranges = new StringBuilder();
            for (int i = random.nextInt(1, 12); i > 0; i--) {
                long from = random.nextLong(1, 40);
                long to = from + random.nextLong(0, 6);
                for (long seq = from; seq <= to; seq++) named.add(seq);
                ranges.append(ranges.isEmpty() ? "[" : ",[")
                        .append(from)
                        .append(',')
                        .append(to)
                        .append(']');
            }
            List<SequenceRange> merged = read("{\"ranges\":[" + ranges + "]}").ranges();
            assertThat(merged)
                    .isEqualTo(SequenceRange.of(
                            named.stream().mapToLong(Long::longValue).toArray()));
        }
    }

    private static AckBody read(String json) {
        return AckBody.read(json.getBytes(UTF_8));
    }
}
