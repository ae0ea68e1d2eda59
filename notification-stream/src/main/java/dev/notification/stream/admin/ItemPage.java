package dev.notification.stream.admin;

import dev.notification.store.PageKey;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list, newest first.
 *
 * @param next for the parameter {@code next} of the request for the page after it; null when this is the last one
 */
record ItemPage<T>(List<T> items, @Nullable String next) {

    /**
     * Makes one of what was found.
     *
     * @param found one more than asked for tells that there is a page after it
     */
    static <E, T> ItemPage<T> of(List<E> found, int limit, Function<E, PageKey> key, Function<E, T> item) {
        boolean more = found.size() > limit;
        List<E> shown = more ? found.subList(0, limit) : found;
        return new ItemPage<>(
                shown.stream().map(item).toList(), more ? Positions.encode(key.apply(shown.get(limit - 1))) : null);
    }
}
