package io.raftelection.proofs.jcstress;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Races the next {@link Pair} in each round. The results count the orders in which each pair ended. */
@JCStressTest
@org.openjdk.jcstress.annotations.Outcome(
        id = "WRONG.*",
        expect = Expect.FORBIDDEN,
        desc = "no order of the two operations explains it")
@org.openjdk.jcstress.annotations.Outcome(
        id = "[A-Z_]+ \\| [A-Z_]+, [A-Z]+: .*",
        expect = Expect.ACCEPTABLE,
        desc = "one after the other")
@State
public class EveryPair {
    static final List<Pair> PAIRS = Pair.every();

    private static final AtomicInteger rounds = new AtomicInteger();

    private final Race race = new Race(PAIRS.get(Math.floorMod(rounds.getAndIncrement(), PAIRS.size())));

    /** Runs the first operation. */
    @Actor
    public void one() {
        race.one();
    }

    /** Runs the second operation. */
    @Actor
    public void other() {
        race.other();
    }

    /** Records the outcome. */
    @Arbiter
    public void judge(L_Result result) {
        result.r1 = race.verdict();
    }
}
