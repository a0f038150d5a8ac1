package io.raftelection.testing.spi;

import io.raftelection.ServerId;
import io.raftelection.testing.TestCluster;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which servers of one {@link TestCluster} cannot reach which others: a transport asks it for every message. Safe for
 * use by many threads.
 */
public final class Links {
    private record Link(ServerId from, ServerId to) {}

    private final Set<Link> cut = ConcurrentHashMap.newKeySet();

    /** Creates links of which none is cut. */
    public Links() {}

    /**
     * Cuts one direction of a link.
     *
     * @param from whose messages no longer arrive
     * @param to where they no longer arrive
     */
    public void cut(ServerId from, ServerId to) {
        Objects.requireNonNull(from, "from: is null");
        Objects.requireNonNull(to, "to: is null");
        cut.add(new Link(from, to));
    }

    /** Restores all. */
    public void heal() {
        cut.clear();
    }

    /**
     * Restores what leads to and from one server.
     *
     * @param server which one
     */
    public void heal(ServerId server) {
        Objects.requireNonNull(server, "server: is null");
        cut.removeIf(link -> link.from.equals(server) || link.to.equals(server));
    }

    /**
     * {@return whether messages do not arrive}
     *
     * @param from who sends them
     * @param to whom they are for
     */
    public boolean isCut(ServerId from, ServerId to) {
        Objects.requireNonNull(from, "from: is null");
        Objects.requireNonNull(to, "to: is null");
        return cut.contains(new Link(from, to));
    }
}
