package io.raftelection.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.ServerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/**
 * The way of one term's commands through the cluster, and what waits for them there. Its lock is held for a few steps.
 */
final class Replication implements MessageInterceptor {
    private final ServerId leader;
    private final OptionalLong term;
    private final long appliedBefore;

    @GuardedBy("this")
    private final List<Trigger> triggers = new ArrayList<>();

    @GuardedBy("this")
    private long sent;

    @GuardedBy("this")
    private long submitted;

    @GuardedBy("this")
    private long lastIndex;

    @GuardedBy("this")
    private long applied;

    /** Of a term that begins, whose leader has applied that many commands of earlier ones. */
    Replication(ServerId leader, OptionalLong term, long appliedBefore) {
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
                triggers.forEach(trigger -> trigger.enqueued(sent, index));
            }
        }
        return triggers.stream().noneMatch(Trigger::holdsLeader);
    }

    @Override
    public synchronized boolean answers(ServerId follower, ServerId to, long matched) {
        boolean passes = true;
        if (to.equals(leader)) {
            for (var trigger : triggers) {
                passes &= trigger.appended(follower, matched);
            }
        }
        return passes;
    }

    @Override
    public synchronized void applied(ServerId server, long count) {
        if (server.equals(leader)) {
            applied = count - appliedBefore;
            triggers.forEach(trigger -> trigger.applied(applied));
        }
    }

    /** A client of the control hands over a command of this term. */
    synchronized void submitted() {
        submitted++;
    }

    /** That command does not come, or no longer. */
    synchronized void refused() {
        submitted--;
    }

    /** Whether something waits for a command that was handed over, and so is on its way. */
    synchronized boolean isDue() {
        long last = submitted;
        return triggers.stream().anyMatch(trigger -> trigger.isWaiting() && trigger.number() <= last);
    }

    /** Of the followers, only these are waited for. */
    synchronized void retain(Collection<ServerId> followers) {
        triggers.forEach(trigger -> trigger.retain(followers));
    }

    /** Lets a trigger wait. */
    synchronized void add(Trigger trigger) {
        long past = Math.max(applied, sent); // a leader without followers sends nothing
        if (trigger.number() <= past) {
            throw new IllegalStateException("command " + trigger.number() + " of " + leader + ": too late, " + past
                    + (past == 1 ? " command of this term is" : " commands of this term are") + " on the way already");
        }
        triggers.add(trigger);
    }

    /** Lets the leader send again. */
    synchronized void end(Trigger trigger) {
        trigger.end();
        triggers.remove(trigger);
    }

    /** {@return what had not fired yet, and never will} */
    synchronized List<Trigger> giveUp() {
        var given = triggers.stream().filter(Trigger::giveUp).toList();
        triggers.removeAll(given);
        return given;
    }
}
