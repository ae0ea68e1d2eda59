package dev.notification.reliability.experiment;

import dev.notification.testbed.Deployable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;

/**
 * The deaths that one process has before it: at each step of a path, as often as there are rounds.
 *
 * @param path as the crash points of the deployable name it
 * @param left steps that it has not died at yet
 */
record Deaths(Stage stage, Deployable node, String path, Queue<String> left) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MOST_TIMES = 5;

    static Deaths of(Stage stage, Deployable node, String path, List<String> steps) {
        Queue<String> left = new ArrayDeque<>();
        IntStream.range(0, stage.scale().rounds()).forEach(round -> left.addAll(steps));
        node.kill();
        return new Deaths(stage, node, path, left);
    }

    boolean remain() {
        return !left.isEmpty();
    }

    /** It dies when it comes to the next step, at the first time or at one of the next. */
    void launch() {
        int times = 1 + stage.chance().nextInt(MOST_TIMES);
        node.launch("--reliability.crash." + path + "=" + left.element() + ":" + times);
    }

    /** Returns when it has died. */
    void await() {
        stage.nemesis().awaitCrashPoint(node, path + " " + left.remove(), PATIENCE);
    }

    void startWhole() {
        node.start();
    }
}
