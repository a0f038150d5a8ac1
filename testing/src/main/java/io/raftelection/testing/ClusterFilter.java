package io.raftelection.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.MessageFilter;
import io.raftelection.testing.spi.RaftMessage;
import io.raftelection.testing.spi.RaftMessage.Acknowledgement;
import io.raftelection.testing.spi.RaftMessage.Entries;
import io.raftelection.testing.spi.RaftMessage.VoteRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The filter of a cluster's messages. It knows which servers may be elected, which links are cut, and what breakpoints
 * hold back.
 */
final class ClusterFilter implements MessageFilter {
    private record Link(ServerId from, ServerId to) {}

    private final Set<Link> cut = ConcurrentHashMap.newKeySet();
    private final Set<ServerId> isolated = ConcurrentHashMap.newKeySet();
    private final Map<ServerId, CommandProgress> latest = new ConcurrentHashMap<>();
    private volatile Optional<Set<ServerId>> candidates = Optional.empty();

    @Override
    public boolean passes(ServerId from, ServerId to, RaftMessage message) {
        return isLetThrough(from, to, message) && !isCut(from, to);
    }

    private boolean isLetThrough(ServerId from, ServerId to, RaftMessage message) {
        if (message instanceof VoteRequest request) {
            return mayBeElected(request.candidate());
        }
        boolean passes = true;
        for (var progress : latest.values()) { // each term must see the message
            if (message instanceof Entries entries) {
                passes &= progress.sends(from, entries);
            } else if (message instanceof Acknowledgement acknowledgement) {
                passes &= progress.acknowledges(from, to, acknowledgement);
            }
        }
        return passes;
    }

    @Override
    public boolean mayBeElected(ServerId server) {
        return candidates.map(allowed -> allowed.contains(server)).orElse(true);
    }

    void allow(Set<ServerId> servers) {
        candidates = Optional.of(Set.copyOf(servers));
    }

    @Override
    public boolean isCut(ServerId from, ServerId to) {
        return isolated.contains(from) || isolated.contains(to) || cut.contains(new Link(from, to));
    }

    void cut(ServerId from, ServerId to) {
        cut.add(new Link(from, to));
    }

    void isolate(ServerId server) {
        isolated.add(server);
    }

    void heal() {
        cut.clear();
        isolated.clear();
    }

    void heal(ServerId server) {
        isolated.remove(server);
        cut.removeIf(link -> link.from.equals(server) || link.to.equals(server));
    }

    /** Follows the commands of a term, until its leader acquires another. */
    void follow(CommandProgress progress) {
        latest.put(progress.leader(), progress);
    }

    /** Notes that a server has applied a command. */
    void applied(ServerId server, long count) {
        latest.values().forEach(progress -> progress.applied(server, count));
    }
}
