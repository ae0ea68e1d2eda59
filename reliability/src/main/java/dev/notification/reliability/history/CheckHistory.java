package dev.notification.reliability.history;

import java.nio.file.Path;

/** Checks operations logs again: {@code CheckHistory <file>…}; the exit status is 1 if anything was violated. */
public final class CheckHistory {
    private CheckHistory() {}

    public static void main(String[] files) {
        if (files.length == 0) {
            System.err.println("usage: CheckHistory <file>...");
            System.exit(2);
        }
        long violations = 0;
        for (String file : files) {
            Verdict verdict = HistoryChecker.check(OperationsLog.read(Path.of(file)), Limits.DEFAULTS);
            System.out.print(file + "\n" + verdict);
            violations += verdict.violations();
        }
        System.exit(violations == 0 ? 0 : 1);
    }
}
