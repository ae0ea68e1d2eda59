package dev.notification.store;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class StartRefusedFailureAnalyzer extends AbstractFailureAnalyzer<StartRefusedException> {
    @Override
    protected FailureAnalysis analyze(Throwable root, StartRefusedException cause) {
        return new FailureAnalysis(cause.getMessage(), null, cause);
    }
}
