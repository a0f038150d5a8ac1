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
     * @param message what it says
     */
    boolean passes(ServerId from, ServerId to, RaftMessage message);

    /**
     * {@return whether the test lets a server be elected} Vote requests for other servers do not pass; an engine asks
     * here for a server that needs no votes but its own.
     *
     * @param server any server
     */
    boolean mayBeElected(ServerId server);

    /**
     * {@return whether one direction of a link is cut} From a server to itself, whether the test has cut all its links:
     * an engine whose servers talk to something else than each other cuts the server off from that.
     *
     * @param from the server that sends
     * @param to the server that receives
     */
    boolean isCut(ServerId from, ServerId to);
}
