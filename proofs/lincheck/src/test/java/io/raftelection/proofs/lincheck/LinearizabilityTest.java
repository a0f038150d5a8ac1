package io.raftelection.proofs.lincheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Runs random scenarios of three and four threads, with stress testing and with model checking. The tests take seconds,
 * or minutes with {@code -Dproofs.strength=full}.
 */
final class LinearizabilityTest {
    private static final boolean FULL =
            System.getProperty("proofs.strength", "quick").equals("full");

    @Test
    void trackerIsLinearizableUnderStressOfThreeThreads() {
        holds("stress", stress(3), FULL ? 300 : 25, FULL ? 10_000 : 500);
    }

    @Test
    void trackerIsLinearizableUnderStressOfFourThreads() {
        holds("stress", stress(4), FULL ? 150 : 10, FULL ? 10_000 : 500);
    }

    @Test
    @EnabledIfSystemProperty(named = "proofs.strength", matches = "full", disabledReason = "takes minutes")
    void trackerIsLinearizableWhereverThreeThreadsAreSwitched() {
        holds("model checking", new ModelCheckingOptions().threads(3), 30, 200);
    }

    @Test
    void plantedBugIsFoundByStress() {
        isFound(stress(3).iterations(100).invocationsPerIteration(2_000));
    }

    @Test
    void plantedBugIsFoundByModelChecking() {
        isFound(new ModelCheckingOptions().threads(3).iterations(20));
    }

    private static StressOptions stress(int threads) {
        return new StressOptions().threads(threads);
    }

    private static void holds(String how, Options<?, ?> options, int scenarios, int rounds) {
        long before = TrackerOperations.ROUNDS.get();
        options.actorsPerThread(2)
                .iterations(scenarios)
                .invocationsPerIteration(rounds)
                .sequentialSpecification(TrackerModel.class)
                .check(TrackerOperations.class);

        long ran = TrackerOperations.ROUNDS.get() - before;
        System.out.printf("lincheck: %s, %d scenarios, %d rounds, each has an order%n", how, scenarios, ran);
        assertThat(ran).isGreaterThanOrEqualTo((long) scenarios * rounds);
    }

    private static void isFound(Options<?, ?> options) {
        assertThatThrownBy(() -> options.minimizeFailedScenario(false).check(LooseClaim.class))
                .isInstanceOf(LincheckAssertionError.class);
    }
}
