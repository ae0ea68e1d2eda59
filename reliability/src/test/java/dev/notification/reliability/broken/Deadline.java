package dev.notification.reliability.broken;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends the JVM, as {@code kill -9} would, when a step is reached for the n-th time.
 *
 * @param <S> the steps of a path
 */
public final class Deadline<S extends Enum<S>> {
    /** What the process ends with. */
    public static final int STATUS = 99;

    private final S deadly;
    private final AtomicInteger left;

    private Deadline(S deadly, int times) {
        this.deadly = deadly;
        this.left = new AtomicInteger(times);
    }

    /** Reads {@code STEP:n}. */
    public static <S extends Enum<S>> Deadline<S> of(Class<S> steps, String text) {
        String[] words = text.split(":", -1);
        return new Deadline<>(Enum.valueOf(steps, words[0]), Integer.parseInt(words[1]));
    }

    /** Does not return when it is time. */
    public void reached(S step) {
        if (step == deadly && left.decrementAndGet() == 0) Runtime.getRuntime().halt(STATUS);
    }
}
