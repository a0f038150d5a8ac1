package io.raftelection.ratis;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which servers of one cluster cannot reach which others. Safe for use by many threads. */
final class Links {
    private record Link(String from, String to) {}

    private final Set<Link> cut = ConcurrentHashMap.newKeySet();

    void cut(String from, String to) {
        cut.add(new Link(from, to));
    }

    void heal() {
        cut.clear();
    }

    /** Restores what leads to and from one server. */
    void heal(String server) {
        cut.removeIf(link -> link.from.equals(server) || link.to.equals(server));
    }

    boolean isCut(String from, String to) {
        return cut.contains(new Link(from, to));
    }
}
