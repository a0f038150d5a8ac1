package io.raftelection.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.ServerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/** How far the commands of one term have come, and the breakpoints on them. Its lock is held for a few steps. */
final class CommandProgress implements MessageInterceptor {
    private final ServerId leader;
    private final OptionalLong term;
    private final long appliedBefore;

    @GuardedBy("this")
    private final List<PlannedBreakpoint> breakpoints = new ArrayList<>();

    @GuardedBy("this")
    private long sent;

    @GuardedBy("this")
    private long submitted;

    @GuardedBy("this")
    private long lastIndex;

    @GuardedBy("this")
    private long applied;

    /** Of a term that begins; its leader has applied {@code appliedBefore} commands of earlier terms. */
    CommandProgress(ServerId leader, OptionalLong term, long appliedBefore) {
        this.leader = leader;
        this.term = term;
        this.appliedBefore = appliedBefore;
    }

    @Override
    public synchronized boolean sends(ServerId from, ServerId follower, long itsTerm, long[] commands) {
        if (!from.equals(leader) || term.orElse(itsTerm) != itsTerm) {
            return true;
        }
        for (long index : commands) {
            if (index > lastIndex) { // and not sent before
                lastIndex = index;
                sent++;
                breakpoints.forEach(planned -> planned.sent(sent, index));
            }
        }
        return breakpoints.stream().noneMatch(PlannedBreakpoint::holdsLeader);
    }

    @Override
    public synchronized boolean answers(ServerId follower, ServerId to, long matched) {
        boolean passes = true;
        if (to.equals(leader)) {
            for (var planned : breakpoints) {
                passes &= planned.acknowledged(follower, matched);
            }
        }
        return passes;
    }

    @Override
    public synchronized void applied(ServerId server, long count) {
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

    /** Whether a breakpoint waits for a command that was handed over, and so is on its way. */
    synchronized boolean isDue() {
        long last = submitted;
        return breakpoints.stream().anyMatch(planned -> planned.isWaiting() && planned.command() <= last);
    }

    /** Notes the followers that the leader can reach: no other is waited for. */
    synchronized void retain(Collection<ServerId> followers) {
        breakpoints.forEach(planned -> planned.retain(followers));
    }

    /** Lets a planned wait. */
    synchronized void add(PlannedBreakpoint planned) {
        long past = Math.max(applied, sent); // a leader without followers sends nothing
        if (planned.command() <= past) {
            throw new IllegalStateException("command " + planned.command() + " of " + leader + ": too late, " + past
                    + (past == 1 ? " command of this term is" : " commands of this term are") + " on the way already");
        }
        breakpoints.add(planned);
    }

    /** Lets the leader send again. */
    synchronized void end(PlannedBreakpoint planned) {
        planned.end();
        breakpoints.remove(planned);
    }

    /** {@return the breakpoints that were not hit yet, and never will be} */
    synchronized List<PlannedBreakpoint> giveUp() {
        var given = breakpoints.stream().filter(PlannedBreakpoint::giveUp).toList();
        breakpoints.removeAll(given);
        return given;
    }
}
