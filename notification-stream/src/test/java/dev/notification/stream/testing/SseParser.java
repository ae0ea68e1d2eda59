package dev.notification.stream.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code text/event-stream} as the HTML standard says (9.2.5 and 9.2.6), fed with bytes in any slices. One thread at a
 * time.
 */
public final class SseParser {

    /**
     * What stood before an empty line. Comments and {@code retry} alone make none.
     *
     * @param id the last valid {@code id} in it, null when it has none
     * @param event the last {@code event} in it, null when it has none
     * @param data its {@code data} lines, joined
     * @param dispatched whether an EventSource fires an event for it: only with a {@code data} line
     * @param lastEventId what the EventSource would send when it connects after it
     */
    public record Block(
            @Nullable String id, @Nullable String event, String data, boolean dispatched, String lastEventId) {
        /** The type of the event that an EventSource fires. */
        public String type() {
            return event == null || event.isEmpty() ? "message" : event;
        }
    }

    private final Consumer<Block> blocks;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean firstLine = true;
    private boolean afterCarriageReturn;

    private final StringBuilder data = new StringBuilder();
    private @Nullable String id;
    private @Nullable String event;
    private String lastEventId = "";
    private @Nullable Long retryMillis;
    private int retries;

    public SseParser(Consumer<Block> blocks) {
        this.blocks = blocks;
    }

    /** Whether an EventSource takes a response of this {@code Content-Type}; its parameters are no matter. */
    public static boolean isEventStream(@Nullable String contentType) {
        if (contentType == null) return false;
        String essence = contentType.split(";", 2)[0].trim();
        return essence.toLowerCase(Locale.ROOT).equals("text/event-stream");
    }

    /** The reconnection time as the stream set it, null when it did not. */
    public @Nullable Long retryMillis() {
        return retryMillis;
    }

    /** How often the stream set it. */
    public int retries() {
        return retries;
    }

    /** What an EventSource would send as {@code Last-Event-ID} now. */
    public String lastEventId() {
        return lastEventId;
    }

    /** The next bytes. Those of a block that does not end are kept, and never become one when the stream ends. */
    public void feed(byte... bytes) {
        for (byte one : bytes) {
            boolean pairEnds = afterCarriageReturn && one == '\n';
            afterCarriageReturn = one == '\r';
            if (pairEnds) continue;
            if (one == '\r' || one == '\n') endOfLine();
            else line.write(one);
        }
    }

    private void endOfLine() {
        String text = line.toString(UTF_8);
        line.reset();
        if (firstLine && text.startsWith("\ufeff")) text = text.substring(1);
        firstLine = false;
        if (text.isEmpty()) {
            endOfBlock();
            return;
        }
        int colon = text.indexOf(':');
        if (colon == 0) return;
        String value = colon < 0 ? "" : text.substring(colon + 1);
        field(colon < 0 ? text : text.substring(0, colon), value.startsWith(" ") ? value.substring(1) : value);
    }

    private void field(String name, String value) {
        switch (name) {
            case "data" -> data.append(value).append('\n');
            case "event" -> event = value;
            case "id" -> {
                if (value.indexOf('\0') < 0) id = value;
            }
            case "retry" -> {
                if (!value.matches("[0-9]{1,18}")) return;
                retryMillis = Long.valueOf(value);
                retries++;
            }
            default -> {
                // the standard ignores what it does not know
            }
        }
    }

    private void endOfBlock() {
        if (id != null) lastEventId = id;
        boolean dispatched = !data.isEmpty();
        if (dispatched) data.setLength(data.length() - 1);
        if (dispatched || id != null || event != null) {
            blocks.accept(new Block(id, event, data.toString(), dispatched, lastEventId));
        }
        data.setLength(0);
        id = null;
        event = null;
    }
}
