package dev.notification.store;

/**
 * What became of a correction.
 *
 * @param outcome whether there was something to change
 * @param changed how many deliveries were changed, or placed anew
 */
public record Corrected(Outcome outcome, long changed) {

    /** Why nothing could be changed, if so. */
    public enum Outcome {
        /** Done, though perhaps nothing was in the state to be changed. */
        DONE,
        /** Nothing is stored under this key, or not any more. */
        UNKNOWN,
        /** Its expiry time has passed, so it must not be sent again. */
        EXPIRED
    }

    /** Nothing can be changed. */
    public static Corrected not(Outcome why) {
        return new Corrected(why, 0);
    }
}
