package io.raftelection.proofs.jcstress;

import java.util.concurrent.atomic.AtomicInteger;

/** A round: two threads run the operations of a pair concurrently on a new cluster. */
final class Race {
    /** The limit of the wait for the other thread. It is finite because jcstress also runs both sides on one thread. */
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

    /** Runs the first operation. */
    void one() {
        meet();
        one = pair.one().on(cluster);
    }

    /** Runs the second operation on another thread. */
    void other() {
        meet();
        other = pair.other().on(cluster);
    }

    /** Waits for the other thread, because in jcstress one thread can be several rounds ahead. */
    private void meet() {
        arrived.incrementAndGet();
        for (int spins = 0; arrived.get() < 2 && spins < PATIENCE; spins++) {
            Thread.onSpinWait();
        }
    }

    /** {@return the verdict after both operations} */
    String verdict() {
        return pair.verdict(cluster.outcome(one, other));
    }
}
