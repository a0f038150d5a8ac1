package io.raftelection.report;

/**
 * Successive events as they are sent, which all clients share.
 *
 * @param first the number of the first event
 * @param count the number of events
 * @param missed the number of events that are missing after them, which have numbers too
 * @param since the time in nanoseconds up to which the batch before told everything
 * @param bytes the message
 */
@SuppressWarnings("ArrayRecordComponent") // it is never compared
record LiveBatch(long first, int count, long missed, long since, byte[] bytes) {
    /** {@return the number of the event after this batch and what is missing} */
    long next() {
        return first + count + missed;
    }
}
