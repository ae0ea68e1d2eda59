package dev.notification.reliability.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads server-sent events as this service may write them, byte by byte, and refuses what a browser would shrug off: unknown
 * fields, a field twice in a block, carriage returns, broken UTF-8. What a cut connection left unfinished is no block.
 */
final class SseParser {
    private static final Set<String> FIELDS = Set.of("event", "id", "data", "retry");

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Map<String, String> fields = new HashMap<>();

    /** The block that this byte ends. */
    Optional<Block> next(byte one) {
        if (one == '\r') throw new MalformedStream("a carriage return");
        if (one != '\n') {
            line.write(one);
            return Optional.empty();
        }
        String text = text();
        if (!text.isEmpty()) {
            if (!text.startsWith(":")) field(text);
            return Optional.empty();
        }
        if (fields.isEmpty()) return Optional.empty();
        Block block = new Block(fields.get("event"), fields.get("id"), fields.get("data"), fields.get("retry"));
        fields.clear();
        return Optional.of(block);
    }

    private String text() {
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(line.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedStream("not UTF-8");
        } finally {
            line.reset();
        }
    }

    private void field(String text) {
        int colon = text.indexOf(": ");
        String name = colon < 0 ? text : text.substring(0, colon);
        if (colon < 0 || !FIELDS.contains(name)) throw new MalformedStream("a line without a field of the protocol");
        if (fields.put(name, text.substring(colon + 2)) != null) throw new MalformedStream(name + " twice in a block");
    }
}
