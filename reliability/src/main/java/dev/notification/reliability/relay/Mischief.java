package dev.notification.reliability.relay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;

/**
 * Decides what becomes of each item, by chance that a seed repeats. For one thread.
 *
 * @param <T> what passes
 */
public final class Mischief<T> {
    private final Random random;
    private final Function<T, Object> keys;
    private final Deque<T> window = new ArrayDeque<>();
    private final Map<Object, T> lasts = new HashMap<>();
    private Ways ways = Ways.HONEST;
    private long dropped;
    private long doubled;
    private long moved;

    /**
     * What happens.
     *
     * @param drop share that is lost, 0 to 1
     * @param twice share that comes twice, 0 to 1
     * @param window how many wait until one of them, whichever, goes on; 0 or 1 keeps the order
     * @param withoutLast whether the last of each key never comes
     */
    public record Ways(double drop, double twice, int window, boolean withoutLast) {
        /** Everything passes as it came. */
        public static final Ways HONEST = new Ways(0, 0, 0, false);

        @Override
        public String toString() {
            List<String> words = new ArrayList<>();
            if (drop > 0) words.add("%.0f %% lost".formatted(drop * 100));
            if (twice > 0) words.add("%.0f %% twice".formatted(twice * 100));
            if (window > 1) words.add("shuffled within " + window);
            if (withoutLast) words.add("the last of each recipient kept back");
            return words.isEmpty() ? "as they come" : String.join(", ", words);
        }
    }

    /**
     * One that is honest at first.
     *
     * @param keys of which the last item may be kept back
     */
    public Mischief(long seed, Function<T, Object> keys) {
        this.random = new Random(seed);
        this.keys = keys;
    }

    /** From now on; returns what waited and now goes on. A last one that was kept back is lost. */
    public List<T> change(Ways ways) {
        this.ways = ways;
        if (!ways.withoutLast()) {
            dropped += lasts.size();
            lasts.clear();
        }
        return idle();
    }

    /** What goes on because this came. */
    public List<T> pass(T item) {
        List<T> out = new ArrayList<>();
        T next = ways.withoutLast() ? lasts.put(keys.apply(item), item) : item;
        if (next == null) return out;
        if (random.nextDouble() < ways.drop()) {
            dropped++;
            return out;
        }
        shuffle(next, out);
        if (random.nextDouble() < ways.twice()) {
            doubled++;
            shuffle(next, out);
        }
        return out;
    }

    private void shuffle(T item, List<T> out) {
        if (ways.window() < 2) {
            out.add(item);
            return;
        }
        window.add(item);
        if (window.size() < ways.window()) return;
        List<T> waiting = new ArrayList<>(window);
        T chosen = waiting.remove(random.nextInt(waiting.size()));
        if (chosen != Objects.requireNonNull(window.peek())) moved++;
        window.clear();
        window.addAll(waiting);
        out.add(chosen);
    }

    /** Nothing more came for a while: what waits for company goes on. */
    public List<T> idle() {
        List<T> out = new ArrayList<>(window);
        window.clear();
        Collections.shuffle(out, random);
        if (out.size() > 1) moved += out.size();
        return out;
    }

    /** So far, those included that are kept back now. */
    public long dropped() {
        return dropped + lasts.size();
    }

    /** So far. */
    public long doubled() {
        return doubled;
    }

    /** That overtook others, so far. */
    public long moved() {
        return moved;
    }
}
