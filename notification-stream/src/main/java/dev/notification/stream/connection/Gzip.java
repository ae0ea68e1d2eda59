package dev.notification.stream.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A stream's body as one gzip member (RFC 1952). A deflater takes a quarter of a megabyte outside of the heap, too much for
 * each of thousands of streams: each thread has one for all, and a stream keeps only the end of what it sent, to which the next
 * burst may refer. So nothing has to be released when a stream ends, however it does. One thread at a time.
 */
final class Gzip implements Coding {
    /** About ten frames; what comes next mostly looks like one of them. */
    private static final int HISTORY_BYTES = 4 * 1024;

    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    /** A last block with nothing in it. Every burst ends at a byte, so this can follow. */
    private static final byte[] LAST_BLOCK = {3, 0};

    private static final int TRAILER_BYTES = 8;

    private static final FastThreadLocal<Deflater> DEFLATER = new FastThreadLocal<>() {
        @Override
        protected Deflater initialValue() {
            return new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        }

        @Override
        protected void onRemoval(Deflater deflater) {
            deflater.end();
        }
    };

    private final ByteBufAllocator buffers;
    private final CRC32 crc = new CRC32();
    private final byte[] history = new byte[HISTORY_BYTES];
    private int kept;
    private int length;
    private boolean begun;

    Gzip(ByteBufAllocator buffers) {
        this.buffers = buffers;
    }

    @Override
    public ByteBuf encode(ByteBuf burst) {
        ByteBuf out = buffers.buffer(HEADER.length + 32 + burst.readableBytes() / 4);
        begin(out);
        try {
            deflate(burst, out);
            crc.update(burst.nioBuffer());
            // the format wants the lowest 32 bits
            length += burst.readableBytes();
            keepEnd(burst);
            return out;
        } finally {
            burst.release();
        }
    }

    @Override
    public ByteBuf end() {
        ByteBuf out = buffers.buffer(HEADER.length + LAST_BLOCK.length + TRAILER_BYTES);
        begin(out);
        return out.writeBytes(LAST_BLOCK).writeIntLE((int) crc.getValue()).writeIntLE(length);
    }

    private void begin(ByteBuf out) {
        if (!begun) out.writeBytes(HEADER);
        begun = true;
    }

    private void deflate(ByteBuf burst, ByteBuf out) {
        Deflater deflater = DEFLATER.get();
        deflater.reset();
        deflater.setDictionary(history, 0, kept);
        deflater.setInput(burst.nioBuffer());
        boolean full = true;
        while (full) {
            out.ensureWritable(64);
            ByteBuffer room = out.nioBuffer(out.writerIndex(), out.writableBytes());
            int written = deflater.deflate(room, Deflater.SYNC_FLUSH);
            out.writerIndex(out.writerIndex() + written);
            full = !room.hasRemaining();
        }
    }

    private void keepEnd(ByteBuf burst) {
        int fresh = Math.min(burst.readableBytes(), HISTORY_BYTES);
        int old = Math.min(kept, HISTORY_BYTES - fresh);
        System.arraycopy(history, kept - old, history, 0, old);
        burst.getBytes(burst.writerIndex() - fresh, history, old, fresh);
        kept = old + fresh;
    }
}
