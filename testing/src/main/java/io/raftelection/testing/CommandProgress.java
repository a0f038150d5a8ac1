package io.raftelection.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.Leadership;
import io.raftelection.ServerId;
import io.raftelection.testing.spi.RaftMessage.Acknowledgement;
import io.raftelection.testing.spi.RaftMessage.Entries;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/**
 * Tracks how far the commands of one term have come, and their breakpoints. The engine's threads call it: it never
 * blocks or throws, and calls neither the cluster nor the engine.
 *
 * <p>Entries of a deposed leader that arrive late are dropped. Otherwise a command that was lost with the leader could
 * still reach a follower's log. A reported loss alone does not stop the entries of a term: SOFAJRaft reports it when a
 * transfer begins, and still sends what the next leader's log lacks.
 */
final class CommandProgress {
    private final ServerId leader;
    private final OptionalLong term;
    private final long appliedBefore;

    @GuardedBy("this")
    private final List<PlannedBreakpoint> breakpoints = new ArrayList<>();

    @GuardedBy("this")
    private boolean deposed;

    @GuardedBy("this")
    private long sent;

    @GuardedBy("this")
    private long submitted;

    @GuardedBy("this")
    private long lastIndex;

    @GuardedBy("this")
    private long applied;

    /** Starts with a term; its leader has applied {@code appliedBefore} commands of earlier terms. */
    CommandProgress(Leadership leadership, long appliedBefore) {
        this.leader = leadership.server();
        this.term = leadership.term();
        this.appliedBefore = appliedBefore;
    }

    ServerId leader() {
        return leader;
    }

    /** {@return whether a server's entries may be delivered} */
    synchronized boolean sends(ServerId from, Entries entries) {
        if (!from.equals(leader) || term.orElse(entries.term()) != entries.term()) {
            return true;
        }
        for (long index : entries.commands()) {
            if (index > lastIndex) { // and not sent before
                lastIndex = index;
                sent++;
                breakpoints.forEach(planned -> planned.sent(sent, index));
            }
        }
        return !deposed && breakpoints.stream().noneMatch(PlannedBreakpoint::holdsLeader);
    }

    /** {@return whether a follower's acknowledgement may be delivered} */
    synchronized boolean acknowledges(ServerId follower, ServerId to, Acknowledgement acknowledgement) {
        boolean passes = true;
        if (to.equals(leader)) {
            for (var planned : breakpoints) {
                passes &= planned.acknowledged(follower, acknowledgement.matched());
            }
        }
        return passes;
    }

    /** Notes how many commands a server has applied since it was started. */
    synchronized void applied(ServerId server, long count) {
        if (server.equals(leader)) {
            applied = count - appliedBefore;
            breakpoints.forEach(planned -> planned.applied(applied));
        }
    }

    /** Notes that a client of the control hands over a command of this term. */
    synchronized void submitted() {
        submitted++;
    }

    /** Notes that such a command was refused. */
    synchronized void refused() {
        submitted--;
    }

    /** Whether a breakpoint waits for a command that a client has already handed over. */
    synchronized boolean isDue() {
        long last = submitted;
        return breakpoints.stream().anyMatch(planned -> planned.isWaiting() && planned.command() <= last);
    }

    /** Notes the followers that the leader can reach. Breakpoints wait for these only. */
    synchronized void retain(Collection<ServerId> followers) {
        breakpoints.forEach(planned -> planned.retain(followers));
    }

    /** Adds a planned breakpoint, which then waits for its command. */
    synchronized void add(PlannedBreakpoint planned) {
        long past = Math.max(applied, sent); // a leader without followers sends nothing
        if (planned.command() <= past) {
            throw new IllegalStateException("command " + planned.command() + " of " + leader + ": too late, " + past
                    + (past == 1 ? " command of this term is" : " commands of this term are") + " on the way already");
        }
        breakpoints.add(planned);
    }

    /** Notes that the leader was deposed. */
    synchronized void deposed() {
        deposed = true;
    }

    /** Lets the leader send again, unless it was deposed. */
    synchronized void end(PlannedBreakpoint planned) {
        planned.end();
        breakpoints.remove(planned);
    }

    /** Gives up the breakpoints that were not hit yet. {@return these breakpoints} */
    synchronized List<PlannedBreakpoint> giveUp() {
        var given = breakpoints.stream().filter(PlannedBreakpoint::giveUp).toList();
        breakpoints.removeAll(given);
        return given;
    }
}
