package dev.notification.local;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which ports are taken instead of showing a stack trace. */
final class PortsTakenFailureAnalyzer extends AbstractFailureAnalyzer<PortsTaken> {
    @Override
    protected FailureAnalysis analyze(Throwable root, PortsTaken cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Stop what listens there, another local mode perhaps, or change the key:"
                        + " as an environment variable (SERVER_PORT=8090) or an argument (--server.port=8090).",
                cause);
    }
}
