package dev.notification.stream.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks a gzip member whose header has nothing optional, as far as it has come. */
public final class Gunzip {
    private static final int HEADER = 10;

    private final Inflater inflater = new Inflater(true);
    private int skipped;

    /** What these bytes add. */
    public byte[] add(byte[] packed) throws IOException {
        int skip = Math.min(packed.length, HEADER - skipped);
        skipped += skip;
        inflater.setInput(packed, skip, packed.length - skip);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8_192];
        try {
            for (int n = inflater.inflate(buffer); n > 0; n = inflater.inflate(buffer)) out.write(buffer, 0, n);
        } catch (DataFormatException e) {
            throw new IOException(e);
        }
        return out.toByteArray();
    }
}
