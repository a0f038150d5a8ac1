package io.raftelection.jgroups;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipReporter;
import io.raftelection.spi.LeadershipSink;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jgroups.Address;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.protocols.raft.Role;
import org.jspecify.annotations.Nullable;

/**
 * Reports the leadership of one server, its view and its configuration. It never throws, and takes no lock except its
 * own. It calls nothing of the engine while it holds that lock, because it takes that lock under the engine's.
 *
 * <pre>
 * roleChanged(Leader)        acquired
 * roleChanged(other)         lost, and the view
 * changed()                  the view, unless the server leads
 * committed(index)           ready, if the server leads and the entry is of its term
 * stopped()                  the end
 * started()                  a new attachment, after an end
 * </pre>
 */
final class RaftReports implements RAFT.RoleChange {
    private static final String CLOSED = "channel closed";
    private static final long NONE = -1;

    private final RAFT raft;
    private final LeadershipSink sink;
    private final RaftIds names;

    /** How many changes were signalled since the view was read last; zero while no thread reads it. */
    private final AtomicInteger changes = new AtomicInteger();

    @GuardedBy("this")
    private LeadershipReporter reporter;

    @GuardedBy("this")
    private boolean hasEnded;

    @GuardedBy("this")
    private long ledTerm = NONE;

    /** The latest term that was reported. */
    @GuardedBy("this")
    private long latestTerm = NONE;

    /** The term that the server leads without being ready, or {@link #NONE}. Written under the lock. */
    private volatile long startingTerm = NONE;

    /** The view that was read last. */
    private volatile @Nullable RaftView seen;

    /** The leader that was named last, so that the user's function does not run for each message. */
    private volatile @Nullable Named named;

    /** The members that were reported last. */
    private volatile List<String> members = List.of();

    /** Whether the reporter has the name of this server. */
    private volatile boolean isIdentified;

    private record Named(Address address, ServerId name) {}

    RaftReports(RAFT raft, LeadershipSink sink, RaftIds names) {
        this.raft = raft;
        this.sink = sink;
        this.names = names;
        this.reporter = new LeadershipReporter(sink);
    }

    /** The engine calls it under the lock of its state, or on its only thread that changes the members. */
    @Override
    public void roleChanged(Role role) {
        identify();
        var view = RaftView.of(raft);
        if (role == Role.Leader) {
            leads(view.term());
        } else {
            hasLost(view, leaderOf(view));
        }
        changed(); // another thread may be about to report a view that it read before
    }

    /** Reports the state at the attachment to a running server. Called under the lock of the engine's state. */
    void attached() {
        var view = RaftView.of(raft);
        if (view.isSelf()) {
            leads(view.term());
        }
        changed();
    }

    private synchronized void leads(long term) {
        if (hasEnded) {
            return;
        }
        ledTerm = latestTerm = term;
        startingTerm = term;
        reporter.acquired(term);
    }

    private synchronized void hasLost(RaftView view, @Nullable ServerId leader) {
        if (view.term() < ledTerm) {
            return; // a change of the members, which another thread reports beside an election
        }
        ledTerm = startingTerm = NONE;
        reporter.lost();
        report(view, leader);
    }

    /** Tells the reporter the name of this server. The user's function runs without this object's lock. */
    private void identify() {
        var raftId = raft.raftId();
        if (!isIdentified && raftId != null) {
            isIdentified = true;
            var own = names.of(raftId);
            synchronized (this) {
                reporter.identified(own);
            }
        }
    }

    /**
     * Reads the view and reports it. If another thread is doing that, it does it once more instead, so that no report
     * is older than the one before it.
     */
    void changed() {
        if (changes.getAndIncrement() != 0) {
            return;
        }
        try {
            int signalled;
            do {
                signalled = changes.get();
                identify();
                var view = RaftView.of(raft);
                seen = view;
                report(view, leaderOf(view));
            } while (!changes.compareAndSet(signalled, 0));
        } catch (RuntimeException | Error e) {
            changes.set(0); // without memory, for example; the engine must not notice
        }
    }

    /** Reads the view again if a message of the engine shows that it may have changed. */
    void noticed(long term) {
        var last = seen;
        if (last == null || last.leader() == null || last.term() != term) {
            changed();
        }
    }

    private synchronized void report(RaftView view, @Nullable ServerId leader) {
        if (hasEnded || view.term() < latestTerm) {
            return;
        }
        if (view.isSelf()) {
            if (ledTerm != NONE && view.term() > ledTerm) {
                leads(view.term()); // a term that was set by hand changes no role
            }
        } else if (ledTerm == NONE || view.term() > ledTerm) {
            ledTerm = startingTerm = NONE;
            latestTerm = view.term();
            if (leader == null) {
                reporter.followsNobody(view.term());
            } else {
                reporter.follows(leader, view.term());
            }
        }
    }

    /** Returns the name of another server that leads. The user's function runs without this object's lock. */
    private @Nullable ServerId leaderOf(RaftView view) {
        var address = view.leader();
        if (address == null || view.isSelf()) {
            return null;
        }
        var last = named;
        if (last == null || !last.address().equals(address)) {
            named = last = new Named(address, names.of(address));
        }
        return last.name();
    }

    /** Whether a commit may make the server ready. */
    boolean isStarting() {
        return startingTerm != NONE;
    }

    /** Notes that the entry at an index is committed. The thread that changes the log calls it. */
    void committed(long index) {
        long term = startingTerm;
        var log = raft.log();
        if (term == NONE || log == null || index <= 0) {
            return;
        }
        var entry = log.get(index);
        if (entry != null && entry.term() == term) {
            ready(term);
        }
    }

    private synchronized void ready(long term) {
        if (ledTerm == term) {
            startingTerm = NONE;
            reporter.ready();
        }
    }

    /** Reports the members if they changed. The thread that changes them calls it. */
    void configuration() {
        var present = raft.members();
        if (!present.equals(members)) {
            configuration(present);
        }
    }

    /**
     * Reports the members on another thread than the one that changes them. The engine does not guard them: a list that
     * is read while it changes may lack some, so the same list must be there twice.
     */
    void configurationFromOutside() {
        try {
            var present = raft.members();
            if (present.equals(raft.members())) {
                configuration(present);
            }
        } catch (RuntimeException e) {
            // it changes, and the thread that changes it reports it
        }
    }

    private void configuration(List<String> present) {
        if (!present.isEmpty()) {
            identify();
            var voters = names.of(present);
            synchronized (this) {
                members = present;
                reporter.members(voters, Set.of());
            }
        }
    }

    synchronized void started() {
        if (hasEnded) {
            hasEnded = false;
            reporter = new LeadershipReporter(sink);
            isIdentified = false;
            ledTerm = startingTerm = latestTerm = NONE;
            seen = null;
            members = List.of();
        }
    }

    synchronized void stopped() {
        hasEnded = true;
        ledTerm = startingTerm = NONE;
        reporter.end(CLOSED);
    }
}
