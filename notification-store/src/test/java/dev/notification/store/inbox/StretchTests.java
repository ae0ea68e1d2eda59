package dev.notification.store.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.notification.store.AckRequest;
import dev.notification.store.SentMark;
import dev.notification.store.SequenceRange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StretchTests {
    private static AckRequest request(String recipient, long sentUpTo, SequenceRange... ranges) {
        return new AckRequest(recipient, null, List.of(ranges), sentUpTo, false);
    }

    private static SequenceRange range(long from, long to) {
        return new SequenceRange(from, to);
    }

    private static Stretch stretch(long from, long to, boolean sentOnly) {
        return new Stretch("a", from, to, sentOnly, null, null);
    }

    private static Stretch marked(Sent sent) {
        long seq = sent.latest().seq();
        return new Stretch("a", seq, seq, false, sent, null);
    }

    private static Sent mark(String recipient, long seq) {
        return Sent.of(List.of(new SentMark(recipient, seq, Instant.EPOCH, Instant.EPOCH, 1, false)), 7)
                .get(0);
    }

    private static List<Stretch> of(@Nullable List<Sent> marks, AckRequest... requests) {
        return Stretch.of(List.of(requests), marks == null ? List.of() : marks);
    }

    @Test
    void joinsWhatOverlapsAndSorts() {
        assertThat(of(null, request("a", 0, range(5, 9), range(1, 2), range(2, 3)), request("a", 0, range(7, 12))))
                .containsExactly(
                        stretch(1, 2, false), stretch(3, 3, false), stretch(5, 9, false), stretch(10, 12, false));
    }

    @Test
    void wantsOnlyWhatWasSentBetweenTheRanges() {
        assertThat(of(null, request("a", 8, range(3, 4)), request("a", 6)))
                .containsExactly(stretch(1, 2, true), stretch(3, 4, false), stretch(5, 8, true));
        assertThat(of(null, request("a", 3, range(2, 9)))).containsExactly(stretch(1, 1, true), stretch(2, 9, false));
        assertThat(of(null, request("a", 3, range(7, 7)))).containsExactly(stretch(1, 3, true), stretch(7, 7, false));
    }

    @Test
    void takesMarkedSequencesForSentAndKeepsTheirMarks() {
        Sent two = mark("a", 2);
        Sent four = mark("a", 4);

        assertThat(of(List.of(four, two, mark("a", 9), mark("b", 3)), request("a", 5)))
                .containsExactly(
                        stretch(1, 1, true), marked(two), stretch(3, 3, true), marked(four), stretch(5, 5, true));
        assertThat(of(List.of(two), request("a", 0, range(2, 2)))).containsExactly(marked(two));
    }

    @Test
    void remembersWhereEachStretchWasNamedFrom() {
        AckRequest phone = new AckRequest("a", null, List.of(range(3, 4)), 0, false, "192.0.2.1");
        AckRequest desk = new AckRequest("a", null, List.of(range(9, 9)), 6, false, "2001:db8::2");

        assertThat(Stretch.of(List.of(phone, desk), List.of(mark("a", 4))))
                .extracting(Stretch::from, Stretch::to, Stretch::address)
                .containsExactly(
                        tuple(1L, 2L, "2001:db8::2"),
                        tuple(3L, 3L, "192.0.2.1"),
                        tuple(4L, 4L, "192.0.2.1"),
                        tuple(5L, 6L, "2001:db8::2"),
                        tuple(9L, 9L, "2001:db8::2"));
    }

    @Test
    void keepsRecipientsApart() {
        assertThat(of(List.of(), request("b", 0, range(1, 1)), request("a", 0, range(1, 1))))
                .containsExactly(new Stretch("b", 1, 1, false, null, null), stretch(1, 1, false));
        assertThat(of(List.of(), request("a", 0))).isEmpty();
    }

    @Test
    void reachesTheHighestSequenceThereIs() {
        assertThat(of(
                        null,
                        request("a", Long.MAX_VALUE, range(Long.MAX_VALUE, Long.MAX_VALUE), range(1, Long.MAX_VALUE))))
                .containsExactly(stretch(1, Long.MAX_VALUE, false));
    }
}
