package dev.notification.reliability.nemesis;

import dev.notification.testbed.Command;
import dev.notification.testbed.Deployable;
import java.io.IOException;
import java.util.function.UnaryOperator;

/** Hurts sockets behind the backs of those who use them. Only root can; others are told so. */
public final class NetworkNemesis {
    private final UnaryOperator<Fault> noted;

    NetworkNemesis(UnaryOperator<Fault> noted) {
        this.noted = noted;
    }

    /** Has the kernel destroy every connection to this stream node, at both ends at once. */
    public Fault killSockets(Deployable node) {
        try {
            long killed = Command.run("ss", "-K", "-Htn", "state", "established", "( sport = :" + node.port() + " )")
                    .size();
            return noted.apply(Fault.moment("ss -K " + node.name(), "connections", killed));
        } catch (IOException e) {
            throw new IllegalStateException("Only root may destroy sockets", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
