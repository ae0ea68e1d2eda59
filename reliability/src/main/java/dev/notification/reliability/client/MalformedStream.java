package dev.notification.reliability.client;

/** Bytes that the protocol does not allow. */
final class MalformedStream extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedStream(String what) {
        super(what);
    }
}
