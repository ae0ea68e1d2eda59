package dev.notification.benchmarks.ledger;

import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A question that is asked over and over with other parameters: one page, or one page after the other. For one thread.
 *
 * @param name of its row in the report
 * @param requests how often it is measured
 * @param promised whether the goal is for it
 */
record Asked(String name, int requests, boolean promised, Paths paths) {
    private static final int REQUESTS = Integer.getInteger("benchmark.requests", 200);
    private static final Pattern NEXT = Pattern.compile("\"(next|before)\":\"?([^\",}]+)\"?[,}]");

    /** What to ask next, after this answer. */
    interface Paths {
        Path after(@Nullable String answer);
    }

    /**
     * Where to ask.
     *
     * @param reader whose inbox it is, null for an admin
     */
    record Path(@Nullable String reader, String path) {}

    static Asked admin(String name, Supplier<String> path) {
        return new Asked(name, REQUESTS, true, answer -> new Path(null, "/v1/admin/" + path.get()));
    }

    static Asked reader(String name, Supplier<String> recipient, String path) {
        return new Asked(name, REQUESTS, true, answer -> new Path(recipient.get(), path));
    }

    /** Not what the goal speaks of, and slow: asked less often. */
    Asked forInformation() {
        return new Asked(name, REQUESTS / 10, false, paths);
    }

    /** Goes on with the page that an answer names, and begins anew after the last one. */
    Asked pages() {
        return new Asked(name + ", page after page", requests, promised, new Paths() {
            private @Nullable Path first;

            @Override
            public Path after(@Nullable String answer) {
                Matcher next = NEXT.matcher(answer == null ? "" : answer);
                Path begin = first;
                if (begin == null || !next.find() || next.group(2).equals("null")) {
                    begin = paths.after(null);
                    first = begin;
                    return begin;
                }
                return new Path(
                        begin.reader(),
                        begin.path() + (begin.path().contains("?") ? "&" : "?") + next.group(1) + "=" + next.group(2));
            }
        });
    }
}
