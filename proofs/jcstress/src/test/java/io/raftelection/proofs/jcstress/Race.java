package io.raftelection.proofs.jcstress;

import java.util.concurrent.atomic.AtomicInteger;

/** One round: two threads do one operation of a pair each to a new cluster, at the same moment. */
final class Race {
    /**
     * So long one waits for the other: jcstress also runs both sides on one thread, to see whether they work at all.
     */
    private static final int PATIENCE = 2_000;

    private final AtomicInteger arrived = new AtomicInteger();
    private final Pair pair;
    private final Cluster cluster;
    private Object one = "";
    private Object other = "";

    Race(Pair pair) {
        this.pair = pair;
        this.cluster = new Cluster(pair.start());
    }

    /** Runs one side. */
    void one() {
        meet();
        one = pair.one().on(cluster);
    }

    /** Runs the other side, on another thread. */
    void other() {
        meet();
        other = pair.other().on(cluster);
    }

    /** Jcstress lets each thread run through many rounds, so one may be ahead. */
    private void meet() {
        arrived.incrementAndGet();
        for (int spins = 0; arrived.get() < 2 && spins < PATIENCE; spins++) {
            Thread.onSpinWait();
        }
    }

    /** {@return the verdict, once both are over} */
    String verdict() {
        return pair.verdict(cluster.outcome(one, other));
    }
}
