package io.raftelection.proofs.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A planted bug, which the tests must find: a cancellation with a non-atomic check races with an acquisition. Both can
 * believe that they decided the expectation.
 */
@JCStressTest
@org.openjdk.jcstress.annotations.Outcome(
        id = "WRONG.*",
        expect = Expect.FORBIDDEN,
        desc = "both decided the expectation")
@org.openjdk.jcstress.annotations.Outcome(
        id = "ACQUIRED.*",
        expect = Expect.ACCEPTABLE,
        desc = "one of them decided the expectation")
@State
public class RacyCancel {
    private static final Pair PAIR =
            Pair.of(Cluster.Start.WAITING, Operation.OfTracker.ACQUIRED, new CheckThenCancel());

    private final Race race = new Race(PAIR);

    /** Runs the acquisition. */
    @Actor
    public void one() {
        race.one();
    }

    /** Runs the cancellation. */
    @Actor
    public void other() {
        race.other();
    }

    /** Records the outcome. */
    @Arbiter
    public void judge(L_Result result) {
        result.r1 = race.verdict();
    }

    private record CheckThenCancel() implements Operation {

        @Override
        public String name() {
            return "CHECK_THEN_CANCEL";
        }

        @Override
        public Object call(Cluster cluster) {
            boolean mine = !cluster.future.isDone();
            cluster.future.cancel();
            return mine;
        }
    }
}
