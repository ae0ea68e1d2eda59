package dev.notification.store;

/** Hears of arrivals. Both methods are called on one thread and must not block. */
public interface ArrivalListener {

    /**
     * Whether anybody here cares for this recipient; asked before anything is decoded, and not asked for revocations
     * nor for what nodes ask each other.
     *
     * @param recipient UTF-8, valid during the call only
     */
    boolean wants(byte[] recipient);

    /** An arrival for a wanted recipient; a revocation, a question or an answer for any. */
    void arrived(Arrival arrival);
}
