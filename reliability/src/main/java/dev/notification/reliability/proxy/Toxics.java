package dev.notification.reliability.proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens to bytes in one direction of a link.
 *
 * @param latency how late each byte is
 * @param jitter by how much more at most, evenly distributed; bytes stay in order
 * @param bytesPerSecond of each connection; 0 for no limit
 * @param slice most bytes of one packet; 0 for no limit
 * @param blackhole whether nothing arrives, not even the end, until this changes; nothing is lost by it
 * @param limit bytes after which a connection is reset, counted from when this was set; negative for none
 */
public record Toxics(Duration latency, Duration jitter, long bytesPerSecond, int slice, boolean blackhole, long limit) {
    /** Everything passes as it comes. */
    public static final Toxics NONE = new Toxics(Duration.ZERO, Duration.ZERO, 0, 0, false, -1);

    /** Nothing passes. */
    public static final Toxics BLACKHOLE = new Toxics(Duration.ZERO, Duration.ZERO, 0, 0, true, -1);

    /** These, and every byte so late. */
    public Toxics latency(Duration latency) {
        return new Toxics(latency, jitter, bytesPerSecond, slice, blackhole, limit);
    }

    /** These, and every byte up to so much later still. */
    public Toxics jitter(Duration jitter) {
        return new Toxics(latency, jitter, bytesPerSecond, slice, blackhole, limit);
    }

    /** These, and each connection at most so fast. */
    public Toxics bytesPerSecond(long bytesPerSecond) {
        return new Toxics(latency, jitter, bytesPerSecond, slice, blackhole, limit);
    }

    /** These, and packets of at most so many bytes. */
    public Toxics slice(int bytes) {
        return new Toxics(latency, jitter, bytesPerSecond, bytes, blackhole, limit);
    }

    /** These, and a reset of each connection after so many more bytes. */
    public Toxics limit(long bytes) {
        return new Toxics(latency, jitter, bytesPerSecond, slice, blackhole, bytes);
    }

    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        if (!latency.isZero()) words.add("%,d ms late".formatted(latency.toMillis()));
        if (!jitter.isZero()) words.add("up to %,d ms more".formatted(jitter.toMillis()));
        if (bytesPerSecond > 0) words.add("%,d bytes a second".formatted(bytesPerSecond));
        if (slice > 0) words.add("slices of %,d bytes".formatted(slice));
        if (blackhole) words.add("silence");
        if (limit >= 0) words.add("a reset after %,d bytes".formatted(limit));
        return words.isEmpty() ? "nothing" : String.join(", ", words);
    }

    boolean none() {
        return equals(NONE);
    }

    /** Most bytes that are sent on at once. */
    int chunk() {
        // a slow line carries a little all the time, not much now and then
        long byRate = bytesPerSecond == 0 ? Integer.MAX_VALUE : Math.max(1, bytesPerSecond / 50);
        return (int) Math.min(byRate, slice == 0 ? Integer.MAX_VALUE : slice);
    }
}
