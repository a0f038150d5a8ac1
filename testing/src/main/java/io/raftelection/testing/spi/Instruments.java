package io.raftelection.testing.spi;

import io.raftelection.ServerId;
import io.raftelection.testing.Counts;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * What lies between a test and the engine, one a cluster. The cluster's transport asks it of every message, and its
 * state machines tell it what they did. Safe for use by many threads; none of its methods blocks, so they may be called
 * from any thread of the engine.
 *
 * <pre>
 * transport      a request for a vote or for a pre-vote     mayBeElected(candidate)
 *                a leader's entries, or its heartbeat       sends(leader, follower, term, commands)
 *                a follower's "my log matches yours"        answers(follower, leader, matched)
 *                any message, after that                    links().isCut(from, to)
 * state machine  after a command was applied                applied(server)
 *                after a snapshot was taken, restored       snapshotTaken(server), restored(server)
 * cluster        before a server is started                 started(server)
 * </pre>
 */
public final class Instruments {
    private final Links links = new Links();
    private final Map<ServerId, Counts> counts = new ConcurrentHashMap<>();
    private final Set<ServerId> paused = ConcurrentHashMap.newKeySet();
    private final List<ReplicationWatch> watches = new CopyOnWriteArrayList<>();
    private volatile Optional<Set<ServerId>> candidates = Optional.empty();

    /** Creates those of a cluster in which any server may be elected, and no link is cut. */
    public Instruments() {}

    /** {@return which links are cut} */
    public Links links() {
        return links;
    }

    /**
     * Sets who can be elected from now on. Until then, everybody can.
     *
     * @param servers any number, also none
     */
    public void allow(Set<ServerId> servers) {
        Objects.requireNonNull(servers, "servers: is null");
        candidates = Optional.of(Set.copyOf(servers));
    }

    /**
     * {@return whether a server may be given votes: if not, the transport drops what asks for them}
     *
     * @param candidate who asks
     */
    public boolean mayBeElected(ServerId candidate) {
        Objects.requireNonNull(candidate, "candidate: is null");
        return candidates.map(servers -> servers.contains(candidate)).orElse(true);
    }

    /**
     * {@return whether a leader's entries may be sent; if not, the transport drops them}
     *
     * @param leader who sends them
     * @param follower whom they are for
     * @param term the leader's term
     * @param commands the indexes of those entries that are commands of the user, of this very term, in order
     */
    public boolean sends(ServerId leader, ServerId follower, long term, long[] commands) {
        Objects.requireNonNull(leader, "leader: is null");
        Objects.requireNonNull(follower, "follower: is null");
        Objects.requireNonNull(commands, "commands: is null");
        boolean passes = true;
        for (var watch : watches) {
            passes &= watch.sends(leader, follower, term, commands);
        }
        return passes;
    }

    /**
     * {@return whether a follower's answer may reach its leader; if not, the transport drops it}
     *
     * @param follower who answers that its log is the leader's
     * @param leader whom the answer is for
     * @param matched up to which index
     */
    public boolean answers(ServerId follower, ServerId leader, long matched) {
        Objects.requireNonNull(follower, "follower: is null");
        Objects.requireNonNull(leader, "leader: is null");
        boolean passes = true;
        for (var watch : watches) {
            passes &= watch.answers(follower, leader, matched);
        }
        return passes;
    }

    /**
     * Notes whether a server is paused: it answers nobody, and is not waited for.
     *
     * @param server which one
     * @param isSo whether it is from now on
     */
    public void paused(ServerId server, boolean isSo) {
        Objects.requireNonNull(server, "server: is null");
        boolean unused = isSo ? paused.add(server) : paused.remove(server);
    }

    /**
     * {@return whether a server is paused}
     *
     * @param server any
     */
    public boolean isPaused(ServerId server) {
        Objects.requireNonNull(server, "server: is null");
        return paused.contains(server);
    }

    /**
     * Notes that a server starts, with a state machine that has done nothing yet.
     *
     * @param server which one
     */
    public void started(ServerId server) {
        Objects.requireNonNull(server, "server: is null");
        counts.put(server, Counts.NONE);
    }

    /**
     * Notes that a server's state machine has applied a command of the user.
     *
     * @param server which one
     */
    public void applied(ServerId server) {
        Objects.requireNonNull(server, "server: is null");
        var now = count(server, was -> new Counts(was.commands() + 1, was.snapshots(), was.restores()));
        for (var watch : watches) {
            watch.applied(server, now.commands());
        }
    }

    /**
     * Notes that a server's state machine has taken a snapshot.
     *
     * @param server which one
     */
    public void snapshotTaken(ServerId server) {
        Objects.requireNonNull(server, "server: is null");
        count(server, was -> new Counts(was.commands(), was.snapshots() + 1, was.restores()));
    }

    /**
     * Notes that a server's state machine was restored from a snapshot.
     *
     * @param server which one
     */
    public void restored(ServerId server) {
        Objects.requireNonNull(server, "server: is null");
        count(server, was -> new Counts(was.commands(), was.snapshots(), was.restores() + 1));
    }

    private Counts count(ServerId server, UnaryOperator<Counts> change) {
        return counts.merge(server, change.apply(Counts.NONE), (was, first) -> change.apply(was));
    }

    /**
     * {@return what a server's state machine did since it was started last}
     *
     * @param server any
     */
    public Counts counts(ServerId server) {
        Objects.requireNonNull(server, "server: is null");
        return counts.getOrDefault(server, Counts.NONE);
    }

    /**
     * Lets somebody see commands on their way.
     *
     * @param watch sees them from now on
     */
    public void add(ReplicationWatch watch) {
        Objects.requireNonNull(watch, "watch: is null");
        watches.add(watch);
    }

    /**
     * Ends that. Does nothing if there is none to end.
     *
     * @param watch sees none from now on
     */
    public void remove(ReplicationWatch watch) {
        Objects.requireNonNull(watch, "watch: is null");
        watches.remove(watch);
    }
}
