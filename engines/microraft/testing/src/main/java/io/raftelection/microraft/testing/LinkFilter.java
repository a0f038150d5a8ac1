package io.raftelection.microraft.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.MessageFilter;
import io.raftelection.testing.spi.RaftMessage;
import java.util.HashSet;
import java.util.Set;

/** Lets every server be elected, and drops messages over cut links. For one thread. */
final class LinkFilter implements MessageFilter {
    private record Link(ServerId from, ServerId to) {}

    private final Set<Link> cut = new HashSet<>();

    void cut(ServerId from, ServerId to) {
        cut.add(new Link(from, to));
    }

    void heal() {
        cut.clear();
    }

    @Override
    public boolean passes(ServerId from, ServerId to, RaftMessage message) {
        return !isCut(from, to);
    }

    @Override
    public boolean mayBeElected(ServerId server) {
        return true;
    }

    @Override
    public boolean isCut(ServerId from, ServerId to) {
        return cut.contains(new Link(from, to));
    }
}
