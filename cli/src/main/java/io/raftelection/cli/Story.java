package io.raftelection.cli;

import io.raftelection.Leadership;
import io.raftelection.LeadershipTimeoutException;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.testing.Capability;
import io.raftelection.testing.TestCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What is done to a cluster, and waited for: by events, never by time. */
final class Story {
    /** Far more than any scene takes, so that a story never hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A target that is not up to date by then is not elected. */
    private static final Duration TRANSFER = Duration.ofSeconds(15);

    private final TestCluster cluster;
    private final Tracker tracker;
    private final Screen screen;
    private final Progress progress;
    private final Random random;
    private final List<Scene> scenes;

    Story(TestCluster cluster, Tracker tracker, Screen screen, Progress progress, Random random) {
        this.cluster = cluster;
        this.tracker = tracker;
        this.screen = screen;
        this.progress = progress;
        this.random = random;
        this.scenes = Arrays.stream(Scene.values()).filter(this::canPlay).toList();
    }

    /** One of the things that can be done to a leader: what it takes, and how many servers. */
    private enum Scene {
        TRANSFER(Capability.TRANSFER, 2),
        KILL(Capability.RESTART, 1),
        CUT_OFF(Capability.ISOLATE, 3);

        private final Capability needs;
        private final int servers;

        Scene(Capability needs, int servers) {
            this.needs = needs;
            this.servers = servers;
        }
    }

    private boolean canPlay(Scene scene) {
        return cluster.servers().size() >= scene.servers
                && cluster.notOffered(scene.needs).isEmpty();
    }

    private void play(Scene scene) throws Exception {
        var leader = leader();
        switch (scene) {
            case TRANSFER -> transfer(leader);
            case KILL -> killAndRestart(leader);
            case CUT_OFF -> cutOffAndHeal(leader);
        }
    }

    /** Plays every scene once, and then some at random until the duration is over. */
    void play(Optional<Duration> duration) throws Exception {
        start();
        for (var scene : scenes) {
            play(scene);
        }
        while (!scenes.isEmpty() && duration.isPresent() && tracker.elapsed().compareTo(duration.get()) < 0) {
            play(scenes.get(random.nextInt(scenes.size())));
        }
    }

    private void start() throws Exception {
        say("start the servers");
        cluster.start();
        leader();
        sayWhatIsNotOffered();
        if (cluster.servers().size() == 1) {
            say(
                    "one server has nobody to hand leadership to, and nobody to be cut off from: these scenes are left out");
        } else if (cluster.servers().size() == 2) {
            say("one of two servers is no majority: nobody can be elected while the other is away");
        }
    }

    /** What is left out, and why. */
    private void sayWhatIsNotOffered() throws InterruptedException {
        for (var scene : Scene.values()) {
            var reason = cluster.notOffered(scene.needs);
            if (reason.isPresent()) {
                say("left out, since the engine does not offer it: " + scene.needs.words() + " (" + reason.get() + ")");
            }
        }
    }

    private void transfer(Leadership leader) throws Exception {
        var others = cluster.servers().stream()
                .filter(server -> !server.equals(leader.server()))
                .toList();
        var target = others.get(random.nextInt(others.size()));
        say("transfer leadership from " + leader.server() + " to " + target);
        try {
            cluster.transfer(target);
            progress.during(target + " to lead", () -> tracker.await(target, TRANSFER));
            lost(leader);
        } catch (IOException e) {
            say("the transfer did not succeed: " + e.getMessage());
        } catch (LeadershipTimeoutException e) {
            say("the transfer did not succeed: " + target + " is not up to date yet");
        }
    }

    /** The others elect another meanwhile, where they are a majority. */
    private void killAndRestart(Leadership leader) throws Exception {
        kill(leader);
        if (cluster.servers().size() > 2) {
            leader();
        }
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
