package io.raftelection.cli;

import io.raftelection.Leadership;
import io.raftelection.LeadershipTimeoutException;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.ratis.RatisCluster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What is done to a cluster, and waited for: by events, never by time. */
final class Story {
    /** Far more than any scene takes, so that a story never hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A target that is not up to date by then is not elected. */
    private static final Duration TRANSFER = Duration.ofSeconds(15);

    private final RatisCluster cluster;
    private final Tracker tracker;
    private final Screen screen;
    private final Progress progress;
    private final Random random;
    private final List<Scene> scenes;

    Story(RatisCluster cluster, Tracker tracker, Screen screen, Progress progress, Random random) {
        this.cluster = cluster;
        this.tracker = tracker;
        this.screen = screen;
        this.progress = progress;
        this.random = random;
        this.scenes = scenes(cluster.servers().size());
    }

    /** One of the things that can be done to a leader. */
    private interface Scene {
        void play(Leadership leader) throws Exception;
    }

    /** As many as a cluster of that size can be put through. */
    private List<Scene> scenes(int size) {
        return switch (size) {
            case 1 -> List.of(this::killAndRestart);
            case 2 -> List.of(this::transfer, this::killAndRestart);
            default -> List.of(this::transfer, this::killElectAndRestart, this::cutOffAndHeal);
        };
    }

    /** Plays every scene once, and then some at random until the duration is over. */
    void play(Optional<Duration> duration) throws Exception {
        start();
        for (var scene : scenes) {
            scene.play(leader());
        }
        while (duration.isPresent() && tracker.elapsed().compareTo(duration.get()) < 0) {
            scenes.get(random.nextInt(scenes.size())).play(leader());
        }
    }

    private void start() throws Exception {
        say("start the servers");
        cluster.start();
        leader();
        if (cluster.servers().size() == 1) {
            say(
                    "one server has nobody to hand leadership to, and nobody to be cut off from: these scenes are left out");
        } else if (cluster.servers().size() == 2) {
            say("one of two servers is no majority: nobody can be elected while the other is away");
        }
    }

    private void transfer(Leadership leader) throws Exception {
        var others = cluster.servers().stream()
                .filter(server -> !server.equals(leader.server()))
                .toList();
        var target = others.get(random.nextInt(others.size()));
        say("transfer leadership from " + leader.server() + " to " + target);
        cluster.transfer(target);
        try {
            progress.during(target + " to lead", () -> tracker.await(target, TRANSFER));
            lost(leader);
        } catch (LeadershipTimeoutException e) {
            say("the transfer did not succeed: " + target + " is not up to date yet");
        }
    }

    private void killElectAndRestart(Leadership leader) throws Exception {
        kill(leader);
        leader();
        restart(leader.server());
    }

    private void killAndRestart(Leadership leader) throws Exception {
        kill(leader);
        restart(leader.server());
        leader();
    }

    private void kill(Leadership leader) throws Exception {
        say("kill the leader " + leader.server());
        cluster.kill(leader.server());
        lost(leader);
    }

    private void restart(ServerId server) throws Exception {
        say("restart " + server);
        cluster.restart(server);
    }

    private void cutOffAndHeal(Leadership leader) throws Exception {
        say("cut the leader " + leader.server() + " off from the others, while it still believes it leads");
        cluster.isolate(leader.server());
        lost(leader);
        leader();
        say("heal");
        cluster.heal();
    }

    private Leadership leader() throws Exception {
        return progress.during("a leader", () -> tracker.awaitLeader(PATIENCE));
    }

    private void lost(Leadership leader) throws Exception {
        progress.during(leader.server() + " to lose leadership", () -> leader.awaitLost(PATIENCE));
    }

    private void say(String what) throws InterruptedException {
        screen.awaitEvents(tracker.history().events().size());
        screen.step(tracker.elapsed(), what);
    }
}
