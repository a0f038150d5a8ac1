package io.raftelection.testing;

import io.raftelection.ServerId;

/**
 * Sees commands on their way through a cluster, and may stop them there. Called on the engine's threads: it never
 * blocks or throws, and calls neither the cluster nor the engine.
 */
interface MessageInterceptor {

    /** Whether a leader's entries may be sent; see {@link io.raftelection.testing.spi.RaftMessage.Entries}. */
    boolean sends(ServerId leader, ServerId follower, long term, long[] commands);

    /** Whether a follower may tell its leader up to which index its log matches. */
    boolean answers(ServerId follower, ServerId leader, long matched);

    /** Notes that a server has applied so many commands since it was started. */
    void applied(ServerId server, long count);
}
