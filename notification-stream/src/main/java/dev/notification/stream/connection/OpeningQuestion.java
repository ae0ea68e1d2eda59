package dev.notification.stream.connection;

import dev.notification.store.AckRequest;
import dev.notification.store.Opening;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the store where one stream begins, until it answers. Only the answer to the last question counts: one from before the
 * store was set back may still be on its way. On the stream's event loop.
 */
final class OpeningQuestion {
    private final StreamNode node;
    private final StreamOptions options;
    private final String recipient;
    private final @Nullable String address;
    private final Consumer<Runnable> loop;
    private final BiConsumer<Opening, @Nullable String> answered;
    private @Nullable String cursor;
    private boolean cursorAcked;
    private boolean failed;
    private boolean hasFailed;
    /** The question that waits for the store's answer, and for nothing before it. */
    private volatile int inLine;

    private int asked;

    /**
     * For one stream.
     *
     * @param address of the client, null when unknown
     * @param cursor that it came with, null for none
     * @param loop runs what it is given on the stream's event loop, unless the stream is over
     * @param answered takes the answer, and the cursor that it is to be judged with
     */
    OpeningQuestion(
            StreamNode node,
            StreamOptions options,
            String recipient,
            @Nullable String address,
            @Nullable String cursor,
            Consumer<Runnable> loop,
            BiConsumer<Opening, @Nullable String> answered) {
        this.node = node;
        this.options = options;
        this.recipient = recipient;
        this.address = address;
        this.cursor = cursor;
        this.loop = loop;
        this.answered = answered;
    }

    void ask() {
        failed = false;
        int number = ++asked;
        // the store has to know what was sent a moment ago: a cursor may cover it, and what needs no ack is settled
        node.marks().flushed(recipient, () -> read(number));
    }

    /** Asks anew, with the position that the client holds by now if it has one. */
    void askFrom(@Nullable String position) {
        if (position != null) cursor = position;
        hasFailed = false;
        ask();
    }

    /** Whether the store will answer when it has answered others, and did not fail to. */
    boolean standsInLine() {
        return inLine == asked && !hasFailed;
    }

    /** Asks once more what had no answer. */
    void askAgainIfFailed() {
        if (failed) ask();
    }

    private void read(int number) {
        inLine = number;
        node.reader().open(recipient, opening -> loop.accept(() -> opened(number, opening)), () -> failed(number));
    }

    private void opened(int number, Opening opening) {
        if (number == asked && !isAckingCursor(number, opening)) answered.accept(opening, cursor);
    }

    /** A cursor that is an ack takes effect before the backlog is read: then the inbox is looked at once more. */
    private boolean isAckingCursor(int number, Opening opening) {
        if (!options.cursorAcks() || cursorAcked) return false;
        Resume resume = Resume.of(opening, cursor);
        if (!resume.honoured() || resume.after() < opening.lowestUnsettled()) return false;
        inLine = 0;
        AckRequest ack = new AckRequest(recipient, opening.cursorEpoch(), List.of(), resume.after(), false, address);
        var unused =
                node.acks().submit(ack).subscribe(done -> loop.accept(() -> acked(number)), failure -> failed(number));
        return true;
    }

    private void acked(int number) {
        cursorAcked = true;
        if (number == asked) ask();
    }

    /** Nothing to do at once: the next tick asks again, until the stream is given up. */
    private void failed(int number) {
        loop.accept(() -> {
            if (number == asked) failed = hasFailed = true;
        });
    }
}
