package io.raftelection.cli;

import io.raftelection.Fact;
import io.raftelection.Leadership;
import io.raftelection.LeadershipTimeoutException;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.Capability;
import io.raftelection.testing.TestCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Injects faults into a cluster, and waits for the events that follow each of them. */
final class Demo {
    /** The limit of each wait, far longer than any step takes, so that no wait blocks forever. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The limit of a transfer. A target that is not up to date by then does not win. */
    private static final Duration TRANSFER = Duration.ofSeconds(15);

    private final TestCluster cluster;
    private final Tracker tracker;
    private final Map<ServerId, LeadershipSink> sinks;
    private final Screen screen;
    private final Progress progress;
    private final Random random;
    private final List<Step> steps;

    Demo(
            TestCluster cluster,
            Tracker tracker,
            Map<ServerId, LeadershipSink> sinks,
            Screen screen,
            Progress progress,
            Random random) {
        this.cluster = cluster;
        this.tracker = tracker;
        this.sinks = Map.copyOf(sinks);
        this.screen = screen;
        this.progress = progress;
        this.random = random;
        this.steps = Arrays.stream(Step.values()).filter(this::isPossible).toList();
    }

    /** A fault: the capability that it needs and the smallest cluster that shows it. */
    private enum Step {
        TRANSFER(Capability.TRANSFER, 2),
        KILL(Capability.RESTART, 1),
        ISOLATE(Capability.ISOLATE, 3);

        private final Capability needs;
        private final int servers;

        Step(Capability needs, int servers) {
            this.needs = needs;
            this.servers = servers;
        }
    }

    private boolean isPossible(Step step) {
        return cluster.servers().size() >= step.servers
                && cluster.notOffered(step.needs).isEmpty();
    }

    private void run(Step step) throws Exception {
        var leader = leader();
        switch (step) {
            case TRANSFER -> transfer(leader);
            case KILL -> killAndRestart(leader);
            case ISOLATE -> isolateAndHeal(leader);
        }
    }

    /**
     * Runs every possible step once, and then random steps until the duration has passed. If no step is possible, it
     * waits for that long.
     */
    void run(Optional<Duration> duration) throws Exception {
        start();
        for (var step : steps) {
            run(step);
        }
        if (steps.isEmpty() && duration.isPresent()) {
            TimeUnit.MILLISECONDS.sleep(duration.get().minus(tracker.elapsed()).toMillis());
        }
        while (!steps.isEmpty() && duration.isPresent() && tracker.elapsed().compareTo(duration.get()) < 0) {
            run(steps.get(random.nextInt(steps.size())));
        }
    }

    private void start() throws Exception {
        print("start the servers");
        cluster.start();
        leader();
        printUnsupportedSteps();
        if (cluster.servers().size() == 1) {
            print("skip transfer and isolation: a cluster of one server has no other server");
        } else if (cluster.servers().size() == 2) {
            print("note: one of two servers is not a majority, so there is no leader while the other server is down");
        }
    }

    /** Prints the steps that the engine does not support, with the reasons. */
    private void printUnsupportedSteps() throws InterruptedException {
        for (var step : Step.values()) {
            var reason = cluster.notOffered(step.needs);
            if (reason.isPresent()) {
                print("skip " + step.needs.words() + ": the engine does not support it (" + reason.get() + ")");
            }
        }
    }

    private void transfer(Leadership leader) throws Exception {
        var others = cluster.servers().stream()
                .filter(server -> !server.equals(leader.server()))
                .toList();
        var target = others.get(random.nextInt(others.size()));
        print("transfer leadership from " + leader.server() + " to " + target);
        var sink = Objects.requireNonNull(sinks.get(target));
        var from = "from " + leader.server();
        sink.factBegins(Fact.Kind.TRANSFER, from); // until the target leads: some engines return before
        try {
            cluster.transfer(target);
            progress.during(target + " to lead", () -> tracker.await(target, TRANSFER));
            lost(leader);
        } catch (IOException e) {
            print("the transfer failed: " + e.getMessage());
        } catch (LeadershipTimeoutException e) {
            print("the transfer failed: " + target + " is not up to date");
        } finally {
            sink.factEnds(Fact.Kind.TRANSFER, from);
        }
    }

    /** If the remaining servers are a majority, they elect a leader before the restart. */
    private void killAndRestart(Leadership leader) throws Exception {
        kill(leader);
        if (cluster.servers().size() > 2) {
            leader();
        }
        restart(leader.server());
        leader();
    }

    private void kill(Leadership leader) throws Exception {
        print("kill the leader " + leader.server());
        cluster.kill(leader.server());
        lost(leader);
    }

    private void restart(ServerId server) throws Exception {
        print("restart " + server);
        cluster.restart(server);
    }

    private void isolateAndHeal(Leadership leader) throws Exception {
        print("isolate the leader " + leader.server() + " from the other servers");
        cluster.isolate(leader.server());
        lost(leader);
        leader();
        print("heal the network");
        cluster.heal();
    }

    private Leadership leader() throws Exception {
        return progress.during("a leader", () -> tracker.awaitLeader(PATIENCE));
    }

    private void lost(Leadership leader) throws Exception {
        progress.during(leader.server() + " to lose leadership", () -> leader.awaitLost(PATIENCE));
    }

    private void print(String action) throws InterruptedException {
        screen.awaitEvents(tracker.history().events().size());
        screen.step(tracker.elapsed(), action);
    }
}
