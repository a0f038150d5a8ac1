package io.raftelection;

import io.raftelection.internal.PolledCluster;

/** The counters of a polled system. Polling goes on until the servers are untracked. Safe for use by many threads. */
public sealed interface Polling permits PolledCluster {

    /** {@return how many polls have ended, with an answer or a failure} */
    long polls();

    /**
     * {@return how many polls failed}
     *
     * <p>When a server cannot be polled, the tracker logs one WARNING with the reason, and one INFO when it answers
     * again. It logs each failure with its stack trace at DEBUG, if that was on when the tracker was created.
     */
    long failures();

    /** {@return how many claims and views were rejected, since they were older than what is known} */
    long rejectedClaims();
}
