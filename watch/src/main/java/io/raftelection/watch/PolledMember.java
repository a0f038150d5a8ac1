package io.raftelection.watch;

import io.raftelection.TrackerClosedException;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipProbe;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * A server that is polled in all of its groups. The thread of the search tracks and untracks it; the polls of all its
 * trackers ask it.
 */
final class PolledMember {
    /** In how many searches in a row a group must be missing before it is no longer tracked. */
    private static final int MISSING = 2;

    private final PolledSystem system;
    private final Member member;
    private final WatchTarget target;
    private final Runnable searchSoon;
    private final SharedRequest<Map<String, Optional<LeadershipClaim>>> requests = new SharedRequest<>(this::request);

    /**
     * The groups in which it is tracked, and in how many searches each was missing. Only the searching thread uses it.
     */
    private final Map<String, Integer> tracked = new HashMap<>();

    /** The groups of the latest answer. */
    private volatile Set<String> answered = Set.of();

    /** The groups that the latest search has handled. */
    private volatile Set<String> handled = Set.of();

    private volatile boolean answers = true;

    private volatile boolean closed;

    PolledMember(PolledSystem system, Member member, WatchTarget target, Runnable searchSoon) {
        this.system = system;
        this.member = member;
        this.target = target;
        this.searchSoon = searchSoon;
    }

    /** {@return whether the latest request was answered} */
    boolean answers() {
        return answers;
    }

    /** Tracks the server in new groups, and no longer in those that are gone. */
    void trackGroups() throws InterruptedException {
        var always = system.groups();
        if (tracked.isEmpty() && always.isEmpty()) {
            askOnce();
        }
        var present = answered;
        for (var group : always) {
            track(group);
        }
        for (var group : present) {
            track(group);
        }
        tracked.entrySet().removeIf(entry -> {
            boolean isPresent = always.contains(entry.getKey()) || present.contains(entry.getKey());
            entry.setValue(isPresent || !answers ? 0 : entry.getValue() + 1);
            if (entry.getValue() < MISSING) {
                return false;
            }
            untrack(entry.getKey());
            return true;
        });
        handled = present;
    }

    /** Asks a server that is not tracked in any group, so that no poll asks it. */
    void askOnce() throws InterruptedException {
        try {
            requests.get();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // It was reported as a problem, and the next search asks again.
        }
    }

    private void track(String group) {
        if (tracked.containsKey(group)) {
            return;
        }
        try {
            target.group(group).track(target.settings().polling(member.id(), new GroupProbe(group)));
            tracked.put(group, 0);
            target.solved(groupSubject(group));
        } catch (TrackerClosedException e) {
            throw e;
        } catch (RuntimeException e) {
            target.problem(groupSubject(group), Reason.of(e));
        }
    }

    private static String groupSubject(String group) {
        return group.isEmpty() ? "group" : "group " + Reason.printable(group);
    }

    private void untrack(String group) {
        try {
            target.group(group).untrack(member.id());
        } catch (RuntimeException e) {
            // The tracker is closed, or somebody else untracked the server.
        }
    }

    /** Untracks the server in all groups. */
    void close() {
        tracked.keySet().forEach(this::untrack);
        tracked.clear();
        closed = true;
        target.solved(subject());
    }

    /** Sends one request, on the thread of the poll that began first. */
    private Map<String, Optional<LeadershipClaim>> request() throws Exception {
        long start = System.nanoTime();
        try {
            var answer = Map.copyOf(system.ask(member));
            answered = answer.keySet();
            answers = true;
            target.solved(subject());
            if (!handled.containsAll(answer.keySet())) {
                searchSoon.run();
            }
            return answer;
        } catch (InterruptedException e) {
            if (System.nanoTime() - start >= target.settings().timeout().toNanos() * 9 / 10) {
                failed(new TimeoutException(
                        "no answer within " + Reason.seconds(target.settings().timeout())));
            }
            throw e;
        } catch (Exception e) {
            failed(e);
            throw e;
        }
    }

    private void failed(Exception e) {
        answers = false;
        system.unanswered(member);
        if (!closed
                && !(e instanceof RenamedException)) { // the failure of a server that has another name is no problem
            report(Reason.of(e));
        }
        searchSoon.run();
    }

    private void report(String reason) {
        target.problem(subject(), reason.contains(member.address()) ? reason : reason + ": " + member.address());
        if (closed) {
            target.solved(subject()); // the server ended meanwhile, and no other poll ends the problem
        }
    }

    private String subject() {
        return member.id().value();
    }

    /** The poll of the server in one group. */
    private final class GroupProbe implements LeadershipProbe {
        private final String group;

        GroupProbe(String group) {
            this.group = group;
        }

        @Override
        public Optional<LeadershipClaim> poll() throws Exception {
            return system.settle(member, group, requests.get().getOrDefault(group, Optional.empty()));
        }

        @Override
        public String address() {
            return member.address();
        }

        /** One request fails for all groups, and is one problem. */
        @Override
        public boolean reportsFailures() {
            return true;
        }
    }
}
