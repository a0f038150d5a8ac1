package io.raftelection.testing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.raftelection.Leadership;
import io.raftelection.LeadershipTimeoutException;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.testing.spi.Patience;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Waits for states that an engine does not report: it asks the servers until they agree, or until the limit. */
final class Convergence {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

    private final TestCluster cluster;
    private final Tracker tracker;
    private final Patience patience;
    private final Lifetime lifetime;

    Convergence(TestCluster cluster, Tracker tracker, Duration limit, Lifetime lifetime) {
        this.lifetime = lifetime;
        this.cluster = cluster;
        this.tracker = tracker;
        this.patience = new Patience(limit, LOOK_AGAIN);
    }

    Duration limit() {
        return patience.limit();
    }

    /**
     * Returns the members, voters and learners, that run, are not paused, and can talk with a server in both
     * directions, including itself.
     */
    List<ServerId> connectedTo(ServerId server) {
        return cluster.members().stream()
                .filter(cluster::isRunning)
                .filter(other -> !cluster.isPaused(other))
                .filter(other -> cluster.areConnected(server, other))
                .toList();
    }

    List<ServerId> othersConnectedTo(ServerId server) {
        return connectedTo(server).stream()
                .filter(other -> !other.equals(server))
                .toList();
    }

    /**
     * Waits until a leader may serve, and every server that is connected to it follows it and has its log. Otherwise
     * the server that is elected next might lack entries that a majority has.
     *
     * @return whether that is so; if not, leadership was lost before
     */
    @CanIgnoreReturnValue
    boolean awaitAgreement(Leadership leadership) throws InterruptedException {
        var leader = leadership.server();
        var term = leadership.term();
        until(
                () -> !leadership.isHeld() || isFollowed(leader, term),
                "cluster: not all follow " + leader + " (" + named(term) + ")");
        return leadership.isHeld();
    }

    private boolean isFollowed(ServerId leader, OptionalLong term) {
        return cluster.find(leader)
                .filter(status -> status.ready() && status.applied() >= status.committed())
                .filter(status -> all(
                        connectedTo(leader), other -> follows(other, leader, term) && other.last() >= status.last()))
                .isPresent();
    }

    private static String named(OptionalLong term) {
        return term.isPresent() ? "term " + term.getAsLong() : "no term";
    }

    private static boolean follows(ServerStatus status, ServerId leader, OptionalLong term) {
        return status.leader().equals(Optional.of(leader)) && status.term().equals(term);
    }

    private List<ServerId> votersConnectedTo(ServerId server) {
        return connectedTo(server).stream().filter(cluster.voters()::contains).toList();
    }

    /** Whether enough servers can talk with a server for its commands to be committed. */
    boolean isWithMajority(ServerId server) {
        return votersConnectedTo(server).size() > cluster.voters().size() / 2;
    }

    /** Waits until a server has all entries that the leader's log has now, or until that is no longer needed. */
    void awaitLog(ServerId server, ServerId leader, BooleanSupplier needless) throws InterruptedException {
        long last = last(leader);
        until(
                () -> needless.getAsBoolean() || all(List.of(server), status -> status.last() >= last),
                "server " + server + ": lacks what is in the log of " + leader + " (index " + last + ")");
    }

    /**
     * Waits until every server that is connected to a leader has all entries of its log, or until it no longer leads.
     */
    void awaitLogOfAll(ServerId leader) throws InterruptedException {
        long last = last(leader);
        until(
                () -> !leads(leader) || all(connectedTo(leader), status -> status.last() >= last),
                "cluster: not all have what is in the log of " + leader + " (index " + last + ")");
    }

    private boolean leads(ServerId server) {
        return cluster.find(server)
                .filter(status -> status.leader().equals(Optional.of(server)))
                .isPresent();
    }

    /** Waits until every server that is connected to a leader has applied all entries that its log has now. */
    void awaitApplied(ServerId leader) throws InterruptedException {
        long last = last(leader);
        until(
                () -> all(connectedTo(leader), status -> status.applied() >= last),
                "cluster: not all applied what is in the log of " + leader + " (index " + last + ")");
    }

    private long last(ServerId leader) {
        return cluster.find(leader).map(ServerStatus::last).orElse(0L);
    }

    private boolean all(List<ServerId> servers, Predicate<ServerStatus> condition) {
        return servers.stream()
                .allMatch(server -> cluster.find(server).filter(condition).isPresent());
    }

    /** Waits until the tracker receives the loss of a leadership. */
    void awaitLost(Leadership leadership) throws InterruptedException {
        try {
            leadership.awaitLost(limit());
        } catch (LeadershipTimeoutException e) {
            var failure = failure(
                    "server " + leadership.server() + ": leadership not lost (" + named(leadership.term()) + ")");
            failure.initCause(e);
            throw failure;
        }
    }

    void until(BooleanSupplier condition, String otherwise) throws InterruptedException {
        if (!awaitIfItComes(condition)) {
            throw failure(otherwise);
        }
    }

    /** Waits until a condition holds, or until the limit; returns whether it holds. */
    @CanIgnoreReturnValue
    boolean awaitIfItComes(BooleanSupplier condition) throws InterruptedException {
        return patience.until(() -> {
            lifetime.check();
            return condition.getAsBoolean();
        });
    }

    NotConvergedException failure(String what) {
        return failure(what, "");
    }

    private NotConvergedException failure(String what, String verdict) {
        return new NotConvergedException(what + " within " + limit() + "\n" + statuses() + verdict + tracker.history());
    }

    NotConvergedException notElected(ServerId server, Throwable cause) {
        var failure = failure("server " + server + ": not elected", verdict(server));
        failure.initCause(cause);
        return failure;
    }

    /** Returns why a server cannot be elected, as far as its status shows: one line, or nothing. */
    private String verdict(ServerId server) {
        int majority = cluster.voters().size() / 2 + 1;
        var voters = votersConnectedTo(server);
        if (voters.size() < majority) {
            return "verdict: a majority is " + majority + " servers, and " + server + " can talk with "
                    + (voters.size() - 1) + " others\n";
        }
        long last = last(server);
        var ahead = voters.stream().filter(voter -> last(voter) > last).toList();
        return voters.size() - ahead.size() < majority
                ? "verdict: the log of " + server + " is behind " + ahead + ", who will not vote for it\n"
                : "";
    }

    private String statuses() {
        return cluster.servers().stream()
                .map(server -> "  " + server + ": "
                        + cluster.find(server).map(ServerStatus::toString).orElse("does not run") + "\n")
                .collect(Collectors.joining());
    }
}
