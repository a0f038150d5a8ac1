package io.raftelection.jgroups.testing;

import io.raftelection.testing.spi.MessageFilter;
import io.raftelection.testing.spi.Patience;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jgroups.Address;
import org.jgroups.MergeView;
import org.jgroups.util.MutableDigest;

/**
 * Stands in for the protocols that detect failures and merge views. It knows from the cluster's filter which servers
 * are connected, and notifies the servers at once, where those protocols would need some time. A repeated call changes
 * nothing. Called by one thread at a time.
 */
record FailureDetector(MessageFilter filter, Patience patience) {
    /** More than the number of views that can be under way, so that a merged view is later than all of them. */
    private static final long VIEWS_UNDER_WAY = 100;

    private boolean isCut(JGroupsRaftServer from, JGroupsRaftServer to) {
        return from != to && filter.isCut(from.id(), to.id());
    }

    private boolean hearEachOther(JGroupsRaftServer one, JGroupsRaftServer other) {
        return !isCut(one, other) && !isCut(other, one);
    }

    /**
     * Makes the views of the servers follow the filter. Waits up to ten seconds until servers that are all connected
     * with each other have no other server in their view.
     *
     * @return whether a server is connected with another one again
     */
    boolean update(Collection<JGroupsRaftServer> running) {
        boolean restored = false;
        for (var to : running) {
            for (var from : running) {
                boolean hears = !isCut(from, to);
                restored |= hears && !to.membership().hears(from.membership());
                to.membership().setHears(from.membership(), hears);
            }
        }
        var whole = wholeGroups(running);
        suspect(running, whole);
        whole.forEach(this::merge);
        return restored;
    }

    /**
     * Returns the groups of servers that reach each other, directly or through others, if all servers of the group are
     * also connected directly.
     */
    private List<List<JGroupsRaftServer>> wholeGroups(Collection<JGroupsRaftServer> running) {
        var whole = new ArrayList<List<JGroupsRaftServer>>();
        var left = new ArrayList<>(running);
        while (!left.isEmpty()) {
            var group = new ArrayList<>(left.subList(0, 1));
            for (int next = 0; next < group.size(); next++) {
                var from = group.get(next);
                left.stream()
                        .filter(to -> !group.contains(to) && hearEachOther(from, to))
                        .forEach(group::add);
            }
            left.removeAll(group);
            if (group.stream().allMatch(one -> group.stream().allMatch(other -> hearEachOther(one, other)))) {
                whole.add(group);
            }
        }
        return whole;
    }

    /**
     * Makes servers suspect those members of their views that they are not connected with. The members of a fully
     * connected group do so until their views are right. In any other group that may never happen, because a server
     * that one member suspects is connected with another.
     */
    private void suspect(Collection<JGroupsRaftServer> running, List<List<JGroupsRaftServer>> whole) {
        for (var to : running) {
            suspect(to, unheard(to, running));
        }
        var settling = whole.stream().flatMap(List::stream).toList();
        await(() -> {
            boolean isDone = true;
            for (var to : settling) {
                var unheard = unheard(to, running);
                suspect(to, unheard);
                isDone &= unheard.isEmpty();
            }
            return isDone;
        });
    }

    private static void suspect(JGroupsRaftServer to, List<Address> unheard) {
        if (!unheard.isEmpty()) {
            to.membership().suspect(unheard);
        }
    }

    /** Returns the members of a server's view that do not run or are not connected with it. */
    private List<Address> unheard(JGroupsRaftServer to, Collection<JGroupsRaftServer> running) {
        var heard = running.stream()
                .filter(from -> !isCut(from, to))
                .map(from -> from.membership().address())
                .collect(Collectors.toSet());
        return to.membership().view().getMembers().stream()
                .filter(member -> !heard.contains(member))
                .toList();
    }

    /**
     * Gives servers one view, unless they have it. The leader's view comes first in it: otherwise the first member of
     * another view would call a vote.
     */
    private void merge(Collection<JGroupsRaftServer> group) {
        var views = group.stream()
                .sorted(Comparator.comparing(
                                (JGroupsRaftServer server) -> server.ledTerm().orElse(-1))
                        .reversed())
                .map(server -> server.membership().view())
                .distinct()
                .toList();
        var addresses =
                group.stream().map(server -> server.membership().address()).collect(Collectors.toSet());
        var members = views.stream()
                .flatMap(view -> view.getMembers().stream())
                .filter(addresses::contains)
                .distinct()
                .toList();
        if (views.size() > 1 || views.get(0).size() > members.size()) {
            long last = views.stream()
                    .mapToLong(view -> view.getViewId().getId())
                    .max()
                    .orElseThrow();
            var merged = new MergeView(members.get(0), last + VIEWS_UNDER_WAY, members, views);
            var sent = new MutableDigest(merged.getMembersRaw());
            group.forEach(server -> server.membership().addSent(sent));
            group.stream() // the last one then calls a vote or announces that it leads
                    .sorted(Comparator.comparing((JGroupsRaftServer server) ->
                                    server.ledTerm().isPresent())
                            .thenComparing(
                                    server -> server.membership().address().equals(merged.getCoord())))
                    .forEach(server -> server.membership().join(merged, sent));
        }
    }

    /** Makes the leader's group add a server that has first joined other servers. Those servers suspect it. */
    void join(JGroupsRaftServer server, JGroupsRaftServer leader, Collection<JGroupsRaftServer> running) {
        var strangers = running.stream()
                .filter(other -> other != server && !leader.membership().knows(other.membership()))
                .toList();
        merge(running.stream().filter(other -> !strangers.contains(other)).toList());
        var address = List.of(server.membership().address());
        await(() -> {
            var unaware = strangers.stream()
                    .filter(other -> other.membership().knows(server.membership()))
                    .toList();
            unaware.forEach(other -> other.membership().suspect(address));
            return unaware.isEmpty();
        });
    }

    /** Waits, unless this thread is interrupted. */
    void await(BooleanSupplier condition) {
        try {
            patience.until(condition);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
