package io.raftelection.watch.faults;

import io.raftelection.Leadership;
import io.raftelection.Tracker;
import java.time.Duration;

/**
 * Brings faults into a cluster while it is watched, and waits until the watch reports their effect.
 *
 * @param cluster the cluster
 * @param watch who reports the effect
 */
public record FaultRounds(ClusterUnderTest cluster, NextLeader watch) {
    /** The limit of each wait. */
    public static final Duration PATIENCE = Duration.ofSeconds(90);

    /** What reports that a leader was replaced. */
    @FunctionalInterface
    public interface NextLeader {
        /** Waits until another leadership than the given one is reported. */
        void await(Leadership old) throws InterruptedException;
    }

    /** {@return faults in a cluster whose group a tracker watches} */
    public static FaultRounds of(ClusterUnderTest cluster, Tracker tracker) {
        return new FaultRounds(cluster, old -> {
            old.awaitLost(PATIENCE);
            tracker.awaitLeader(PATIENCE);
        });
    }

    /** Kills the leader, waits for the next one, and starts it again. */
    public void kill(Leadership leader) throws Exception {
        cluster.kill(leader.server());
        watch.await(leader);
        cluster.start(leader.server());
    }

    /** Freezes the leader, waits for the next one, and lets it go on. */
    public void freeze(Leadership leader) throws Exception {
        cluster.freeze(leader.server());
        watch.await(leader);
        cluster.resume(leader.server());
    }

    /** Cuts the leader off from the others, waits for the next one, and restores the links. */
    public void cut(Leadership leader) throws Exception {
        cluster.cut(leader.server());
        watch.await(leader);
        cluster.heal(leader.server());
    }
}
