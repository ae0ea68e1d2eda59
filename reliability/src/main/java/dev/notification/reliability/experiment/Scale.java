package dev.notification.reliability.experiment;

/**
 * How much happens in an experiment.
 *
 * @param people with one inbox and one device each
 * @param perSecond records that are produced for all of them together
 * @param rounds of its faults
 * @param full whether faults last as long as they should, or a fifth of it
 */
record Scale(int people, int perSecond, int rounds, boolean full) {

    /** As little as shows anything. */
    static final Scale QUICK = new Scale(20, 100, 1, false);

    static Scale of(int people, int perSecond, int rounds) {
        return new Scale(people, perSecond, rounds, true);
    }
}
