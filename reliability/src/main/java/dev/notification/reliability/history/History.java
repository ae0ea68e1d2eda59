package dev.notification.reliability.history;

import java.util.function.Consumer;

/** Observations that can be gone through more than once; the checker needs two passes and holds none of them. */
@FunctionalInterface
public interface History {
    void forEach(Consumer<Observation> each);
}
