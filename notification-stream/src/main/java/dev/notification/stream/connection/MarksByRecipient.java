package dev.notification.stream.connection;

import dev.notification.store.SentMark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Sent marks, found by their recipient. For one thread at a time. */
final class MarksByRecipient {
    private final Map<String, List<SentMark>> marks = new HashMap<>();

    void add(SentMark mark) {
        marks.computeIfAbsent(mark.recipient(), key -> new ArrayList<>(1)).add(mark);
    }

    Stream<SentMark> all() {
        return marks.values().stream().flatMap(List::stream);
    }

    Stream<SentMark> of(String recipient) {
        return marks.getOrDefault(recipient, List.of()).stream();
    }

    boolean holds(String recipient) {
        return marks.containsKey(recipient);
    }

    boolean isEmpty() {
        return marks.isEmpty();
    }

    void remove(SentMark mark) {
        marks.computeIfPresent(mark.recipient(), (recipient, own) -> {
            own.remove(mark);
            return own.isEmpty() ? null : own;
        });
    }

    /** Removes and returns those of this recipient that fulfil the condition. */
    List<SentMark> removeIf(String recipient, Predicate<SentMark> condition) {
        List<SentMark> removed = of(recipient).filter(condition).toList();
        removed.forEach(this::remove);
        return removed;
    }
}
