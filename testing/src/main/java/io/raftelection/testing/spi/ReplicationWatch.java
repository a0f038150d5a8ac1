package io.raftelection.testing.spi;

import io.raftelection.ServerId;

/**
 * Sees commands on their way through a cluster, and may stop them there. Called on the engine's threads: it never
 * blocks, throws nothing, and calls neither the cluster nor the engine.
 */
public interface ReplicationWatch {

    /**
     * {@return whether a leader's entries may be sent} Asked also of heartbeats, with no commands.
     *
     * @param leader who sends them
     * @param follower whom they are for
     * @param term the leader's term
     * @param commands the indexes of those entries that are commands of the user, of this very term, in order
     */
    boolean sends(ServerId leader, ServerId follower, long term, long[] commands);

    /**
     * {@return whether a follower's answer may reach its leader}
     *
     * @param follower who answers that its log is the leader's
     * @param leader whom the answer is for
     * @param matched up to which index
     */
    boolean answers(ServerId follower, ServerId leader, long matched);

    /**
     * Told when a server has applied a command of the user.
     *
     * @param server which one
     * @param count how many it has applied since it was started
     */
    void applied(ServerId server, long count);
}
