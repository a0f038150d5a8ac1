package io.raftelection.watch.faults;

import io.raftelection.Leadership;
import io.raftelection.Tracker;
import java.time.Duration;

/**
 * Brings faults into a cluster while it is watched, and waits until the watch reports their effect.
 *
 * @param cluster the cluster
 * @param tracker the tracker of its group
 */
public record FaultRounds(ClusterUnderTest cluster, Tracker tracker) {
    /** The limit of each wait. */
    public static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Kills the leader, waits for the next one, and starts it again. */
    public void kill(Leadership leader) throws Exception {
        cluster.kill(leader.server());
        awaitNext(leader);
        cluster.start(leader.server());
    }

    /** Freezes the leader, waits for the next one, and lets it go on. */
    public void freeze(Leadership leader) throws Exception {
        cluster.freeze(leader.server());
        awaitNext(leader);
        cluster.resume(leader.server());
    }

    /** Cuts the leader off from the others, waits for the next one, and restores the links. */
    public void cut(Leadership leader) throws Exception {
        cluster.cut(leader.server());
        awaitNext(leader);
        cluster.heal(leader.server());
    }

    private void awaitNext(Leadership leader) throws InterruptedException {
        leader.awaitLost(PATIENCE);
        tracker.awaitLeader(PATIENCE);
    }
}
