package dev.notification.api;

import org.jspecify.annotations.Nullable;

/** Carries a rejection out of the codec; it never leaves this package. Cheap: no stack trace. */
final class RefusedException extends RuntimeException {

    private final transient Rejection rejection;

    RefusedException(RejectionCode code, @Nullable String attribute, String detail) {
        super(detail, null, false, false);
        this.rejection = new Rejection(code, attribute, detail);
    }

    /** An attribute that breaks its rule; {@code rule} continues the sentence that begins with its name. */
    static RefusedException invalid(String attribute, String rule) {
        return new RefusedException(RejectionCode.INVALID_ATTRIBUTE, attribute, Excerpt.of(attribute, 64) + " " + rule);
    }

    Rejection rejection() {
        return rejection;
    }
}
