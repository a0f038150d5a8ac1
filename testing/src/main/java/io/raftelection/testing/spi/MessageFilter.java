package io.raftelection.testing.spi;

import io.raftelection.ServerId;

/**
 * Decides which messages between the servers of a test cluster arrive. The engine's transport asks it for every message
 * and drops those that do not pass, as a network would. Safe for use by many threads; no method blocks or throws, so
 * the engine's threads may call them.
 */
public interface MessageFilter {

    /**
     * {@return whether a message arrives}
     *
     * @param from the server that sends it
     * @param to the server that it is for
     * @param message the message
     */
    boolean passes(ServerId from, ServerId to, RaftMessage message);

    /**
     * {@return whether the test lets a server be elected} Vote requests for other servers do not pass. An engine calls
     * this for a server that needs only its own vote.
     *
     * @param server any server
     */
    boolean mayBeElected(ServerId server);

    /**
     * {@return whether one direction of a link is cut} If both servers are the same, returns whether the test has cut
     * all its links. An engine whose servers talk to another system then disconnects the server from that system.
     *
     * @param from the server that sends
     * @param to the server that receives
     */
    boolean isCut(ServerId from, ServerId to);
}
