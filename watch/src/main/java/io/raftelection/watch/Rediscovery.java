package io.raftelection.watch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.ServerId;
import io.raftelection.Subscription;
import io.raftelection.TrackerClosedException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Searches for the servers and groups of a polled system until it is closed, on a thread of its own. It searches again
 * after the usual pause, and sooner when a server fails or answers with an unknown group.
 */
final class Rediscovery implements Subscription {
    /** The subject of problems with the list of servers. */
    private static final String LIST = "list of servers";

    private static final int MAX_SERVERS = 1_000;

    private final PolledSystem system;
    private final WatchTarget target;
    private final Thread thread;

    private final Set<Member> given;

    /** The servers that are polled now. Only the thread uses it. */
    private final Map<Member, PolledMember> polled = new LinkedHashMap<>();

    /** The servers that the user named and that are not found yet. Only the thread uses it. */
    private final Map<Member, PolledMember> awaited = new LinkedHashMap<>();

    /** Only the thread uses it. */
    private Collection<Member> found = List.of();

    @GuardedBy("this")
    private boolean isDue;

    @GuardedBy("this")
    private boolean closed;

    Rediscovery(PolledSystem system, WatchTarget target, Set<Member> given) {
        this.system = system;
        this.target = target;
        this.given = given;
        this.thread = new Thread(this::run, "raft-election-watch");
        thread.setDaemon(true);
    }

    Subscription begun() {
        thread.start();
        return this;
    }

    /** Requests a search before the next regular one. */
    synchronized void soon() {
        isDue = true;
        notifyAll();
    }

    private void run() {
        try {
            var failures = 0;
            while (!isClosed()) {
                failures = search() ? 0 : failures + 1;
                pause(failures);
            }
        } catch (InterruptedException | TrackerClosedException e) {
            // The watch is closed.
        } finally {
            polled.values().forEach(PolledMember::close);
            awaited.values().forEach(PolledMember::close);
            system.close();
        }
    }

    /** {@return whether all servers answered} */
    private boolean search() throws InterruptedException {
        var isListed = findMembers();
        update(polled, found);
        update(awaited, missing());
        for (var member : polled.values()) {
            member.trackGroups();
        }
        for (var member : awaited.values()) {
            member.askOnce();
        }
        return isListed && awaited.isEmpty() && polled.values().stream().allMatch(PolledMember::answers);
    }

    private void update(Map<Member, PolledMember> members, Collection<Member> present) {
        members.entrySet().removeIf(entry -> {
            boolean gone = !present.contains(entry.getKey());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
        present.forEach(member ->
                members.computeIfAbsent(member, added -> new PolledMember(system, added, target, this::soon)));
    }

    /** {@return the servers that the user named and that are not found yet, by their addresses} */
    private List<Member> missing() {
        var addresses = found.stream().map(Member::address).toList();
        return given.stream()
                .filter(member -> !addresses.contains(member.address()))
                .toList();
    }

    /** {@return the first servers of a list, each name once} */
    private static Collection<Member> limited(Set<Member> members) {
        var byName = new LinkedHashMap<ServerId, Member>();
        members.stream().limit(MAX_SERVERS).forEach(member -> byName.putIfAbsent(member.id(), member));
        return List.copyOf(byName.values());
    }

    private boolean findMembers() throws InterruptedException {
        var known = new LinkedHashSet<>(found);
        known.addAll(missing());
        try {
            var members = system.members(known);
            found = limited(members);
            if (members.size() > MAX_SERVERS) {
                target.problem(LIST, "has " + members.size() + " servers, of which " + MAX_SERVERS + " are polled");
            } else {
                target.solved(LIST);
            }
            return true;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // If every server fails, each of them is a problem of its own.
            if (polled.values().stream().anyMatch(PolledMember::answers)) {
                target.problem(LIST, Reason.of(e));
            }
            return false;
        }
    }

    /**
     * Waits for the next search. Failures in a row double the pause, from the interval of the polls to their back-off.
     */
    private synchronized void pause(int failures) throws InterruptedException {
        var settings = target.settings();
        var longest = settings.rediscovery().toNanos();
        long shortest = Math.min(longest, settings.interval().toNanos());
        long backOff = Math.min(longest, Math.max(shortest, settings.backOff().toNanos()));
        for (int i = 1; i < failures && shortest < backOff; i++) {
            shortest = Math.min(backOff, 2 * shortest);
        }
        long pause = failures == 0 ? longest : shortest;
        long start = System.nanoTime();
        isDue = false;
        while (!closed) {
            // A search that is due early still leaves the shortest pause, so that nothing makes the searches a storm.
            long left = (isDue ? Math.min(pause, shortest) : pause) - (System.nanoTime() - start);
            if (left <= 0) {
                return;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt();
    }
}
