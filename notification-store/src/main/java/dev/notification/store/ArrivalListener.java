package dev.notification.store;

/** Hears of arrivals. Both methods are called on one thread and must not block. */
public interface ArrivalListener {

    /**
     * Whether anybody here cares for this recipient; asked before anything is decoded.
     *
     * @param recipient UTF-8, valid during the call only
     */
    boolean wants(byte[] recipient);

    /** An arrival for a wanted recipient. */
    void arrived(Arrival arrival);
}
