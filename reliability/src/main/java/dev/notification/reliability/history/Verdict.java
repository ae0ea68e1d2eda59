package dev.notification.reliability.history;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How often each rule was violated, with three examples of each. */
public final class Verdict {
    private static final int EXAMPLES = 3;

    private final Map<Rule, Long> counts = new EnumMap<>(Rule.class);
    private final Map<Rule, List<String>> examples = new EnumMap<>(Rule.class);

    void violated(Rule rule, String example) {
        counts.merge(rule, 1L, Long::sum);
        List<String> shown = examples.computeIfAbsent(rule, r -> new ArrayList<>());
        if (shown.size() < EXAMPLES) shown.add(example);
    }

    public Map<Rule, Long> counts() {
        return Map.copyOf(counts);
    }

    public long violations() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public String toString() {
        if (counts.isEmpty()) return "0 violations\n";
        StringBuilder text = new StringBuilder();
        counts.forEach((rule, count) -> {
            text.append(rule).append(": ").append(count).append('\n');
            examples.getOrDefault(rule, List.of())
                    .forEach(e -> text.append("  ").append(e).append('\n'));
        });
        return text.toString();
    }
}
