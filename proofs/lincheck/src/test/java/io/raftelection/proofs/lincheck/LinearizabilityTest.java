package io.raftelection.proofs.lincheck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** Runs random scenarios of three and four threads: by stress, and by choosing where threads are switched. */
final class LinearizabilityTest {
    private static final boolean FULL =
            System.getProperty("proofs.strength", "quick").equals("full");

    @Test
    void trackerIsLinearizableUnderStressOfThreeThreads() {
        check(stress(3, FULL ? 300 : 25, FULL ? 10_000 : 1_000));
    }

    @Test
    void trackerIsLinearizableUnderStressOfFourThreads() {
        check(stress(4, FULL ? 150 : 10, FULL ? 10_000 : 1_000));
    }

    @Test
    void trackerIsLinearizableWhereverThreeThreadsAreSwitched() {
        check(modelChecking(FULL ? 100 : 5, FULL ? 5_000 : 500));
    }

    @Test
    void plantedBugIsFoundByStress() {
        assertThatThrownBy(() -> new StressOptions().threads(3).iterations(100).check(LooseClaim.class))
                .isInstanceOf(LincheckAssertionError.class);
    }

    @Test
    void plantedBugIsFoundByModelChecking() {
        assertThatThrownBy(() -> new ModelCheckingOptions().threads(3).check(LooseClaim.class))
                .isInstanceOf(LincheckAssertionError.class);
    }

    private static void check(Options<?, ?> options) {
        long before = TrackerOperations.ROUNDS.get();
        options.check(TrackerOperations.class);
        System.out.println("lincheck: rounds " + (TrackerOperations.ROUNDS.get() - before));
    }

    private static StressOptions stress(int threads, int scenarios, int runs) {
        return new StressOptions()
                .threads(threads)
                .actorsPerThread(2)
                .iterations(scenarios)
                .invocationsPerIteration(runs)
                .sequentialSpecification(TrackerModel.class);
    }

    private static ModelCheckingOptions modelChecking(int scenarios, int runs) {
        return new ModelCheckingOptions()
                .threads(3)
                .actorsPerThread(2)
                .iterations(scenarios)
                .invocationsPerIteration(runs)
                .sequentialSpecification(TrackerModel.class);
    }
}
