package io.raftelection;

import io.raftelection.internal.PolledCluster;

/** How looking at servers that only answer when asked has gone so far. It goes on until they are untracked. */
public sealed interface Polling permits PolledCluster {

    /** {@return how many looks were answered, or failed} */
    long polls();

    /**
     * {@return how many polls failed}
     *
     * <p>A server that cannot be asked is logged once as a WARNING, with the reason, and once as INFO when it answers
     * again. Each failure is logged with its stack trace as DEBUG, if that was on when the tracker was made.
     */
    long failures();

    /** {@return how many claims of leadership were held back, as their terms were another server's or gone by} */
    long rejectedClaims();
}
