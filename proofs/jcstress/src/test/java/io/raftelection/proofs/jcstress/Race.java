package io.raftelection.proofs.jcstress;

/** One round: two threads do one operation of a pair each to a new cluster, at the same moment. */
final class Race {
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
        one = pair.one().on(cluster);
    }

    /** Runs the other side, on another thread. */
    void other() {
        other = pair.other().on(cluster);
    }

    /** {@return the verdict, once both are over} */
    String verdict() {
        return pair.verdict(cluster.outcome(one, other));
    }
}
