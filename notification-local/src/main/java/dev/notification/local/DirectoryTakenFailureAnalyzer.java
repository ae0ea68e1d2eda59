package dev.notification.local;

import dev.notification.servers.DirectoryTaken;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says that local mode runs already instead of showing a stack trace. */
final class DirectoryTakenFailureAnalyzer extends AbstractFailureAnalyzer<DirectoryTaken> {
    @Override
    protected FailureAnalysis analyze(Throwable root, DirectoryTaken cause) {
        return new FailureAnalysis(
                cause.getMessage() + ".",
                "Stop the other one, or give this one a place of its own with notification.local.directory.",
                cause);
    }
}
