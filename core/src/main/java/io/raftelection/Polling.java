package io.raftelection;

import io.raftelection.internal.PolledCluster;

/** How looking at servers that only answer when asked has gone so far. It goes on until they are untracked. */
public sealed interface Polling permits PolledCluster {

    /** {@return how many looks were answered, or failed} */
    long looks();

    /** {@return how many looks failed, each of which was also logged as a warning} */
    long failures();

    /** {@return how many claims of leadership were held back, as their terms were another server's or gone by} */
    long heldBack();
}
