package dev.notification.reliability.site;

import java.util.List;

/** Closes many things, all of them. */
final class Closing {
    private Closing() {}

    /** @throws IllegalStateException with everything that went wrong */
    static void all(List<AutoCloseable> things) {
        IllegalStateException failed = new IllegalStateException("Not everything was closed");
        for (AutoCloseable thing : things) {
            try {
                thing.close();
            } catch (Exception e) {
                failed.addSuppressed(e);
            }
        }
        if (failed.getSuppressed().length > 0) throw failed;
    }
}
