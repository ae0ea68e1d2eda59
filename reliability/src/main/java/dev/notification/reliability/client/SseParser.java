package dev.notification.reliability.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads server-sent events as this service may write them, and refuses what a browser would shrug off: unknown fields, a field
 * twice in a block, carriage returns, broken UTF-8. What a cut connection left unfinished is no block.
 */
final class SseParser {
    private static final Set<String> FIELDS = Set.of("event", "id", "data", "retry");
    private static final byte END = '\n';

    private final CharsetDecoder strict = UTF_8.newDecoder();
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private final Map<String, String> fields = new HashMap<>();

    /** Takes all of these bytes, and hands over each block that they end. */
    void read(ByteBuf bytes, Consumer<Block> blocks) {
        for (int length = bytes.bytesBefore(END); length >= 0; length = bytes.bytesBefore(END)) {
            line(bytes, length, blocks);
            bytes.skipBytes(1);
        }
        keep(bytes, bytes.readableBytes());
    }

    private void line(ByteBuf bytes, int length, Consumer<Block> blocks) {
        String text = text(bytes, length);
        if (text.indexOf('\r') >= 0) throw new MalformedStream("a carriage return");
        if (!text.isEmpty()) {
            if (!text.startsWith(":")) field(text);
        } else if (!fields.isEmpty()) {
            Block block = new Block(fields.get("event"), fields.get("id"), fields.get("data"), fields.get("retry"));
            fields.clear();
            blocks.accept(block);
        }
    }

    private String text(ByteBuf bytes, int length) {
        try {
            if (begun.size() == 0) {
                ByteBuffer whole = bytes.nioBuffer(bytes.readerIndex(), length);
                bytes.skipBytes(length);
                return strict.decode(whole).toString();
            }
            keep(bytes, length);
            return strict.decode(ByteBuffer.wrap(begun.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedStream("not UTF-8");
        } finally {
            begun.reset();
        }
    }

    private void keep(ByteBuf bytes, int length) {
        try {
            bytes.readBytes(begun, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void field(String text) {
        int colon = text.indexOf(": ");
        String name = colon < 0 ? text : text.substring(0, colon);
        if (colon < 0 || !FIELDS.contains(name)) throw new MalformedStream("a line without a field of the protocol");
        if (fields.put(name, text.substring(colon + 2)) != null) throw new MalformedStream(name + " twice in a block");
    }
}
