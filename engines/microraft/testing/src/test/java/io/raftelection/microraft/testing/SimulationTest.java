package io.raftelection.microraft.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Runs many simulated clusters, each from a seed. {@code -Dproofs.strength=full} runs 10,000 of them, and
 * {@code -Dsimulation.seed=4711} replays one.
 */
final class SimulationTest {
    private static final boolean FULL =
            System.getProperty("proofs.strength", "quick").equals("full");
    private static final long SEEDS = FULL ? 10_000 : 300;

    private static final String REPLAY = "mvn -q -ntp -pl engines/microraft/testing -am test -Dtest=SimulationTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed=";

    private static LongStream seeds() {
        var one = Long.getLong("simulation.seed");
        return one == null ? LongStream.rangeClosed(1, SEEDS) : LongStream.of(one);
    }

    @Test
    void noTermHasTwoLeadersAndHealingBringsOneWhateverTheSeed() {
        var tally = new Tally();
        seeds().mapToObj(Simulation::run)
                .peek(SimulationTest::expectNothingWrong)
                .forEach(tally);

        System.out.println(tally);
        assertThat(tally.elections).isGreaterThanOrEqualTo(tally.seeds);
    }

    static void expectNothingWrong(Simulation simulation) {
        assertThat(simulation.violations())
                .as("%s%nreplay: %s%d", simulation, REPLAY, simulation.seed())
                .isEmpty();
    }

    @Test
    void sameSeedGivesTheSameHistoryToTheByte() {
        seeds().limit(100).forEach(seed -> {
            var once = Simulation.run(seed);

            var again = Simulation.run(seed);

            assertThat(again.history().toString()).isEqualTo(once.history().toString());
            assertThat(again).isEqualTo(once);
        });
    }

    @Test
    void differentSeedsGiveDifferentLives() {
        assertThat(LongStream.range(0, 100)
                        .mapToObj(seed -> Simulation.run(seed).log()))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyDisturbanceHappens() {
        var faults = LongStream.range(0, 20)
                .mapToObj(seed -> Simulation.run(seed).log())
                .flatMap(List::stream)
                .toList();

        for (var fault :
                List.of("transfer", "cut", "isolate", "heal", "kill", "restart", "reboot", "conditions", "quiet")) {
            assertThat(faults).as(fault).anyMatch(line -> line.contains(" -- " + fault));
        }
    }

    /** The sums of many simulations. */
    private static final class Tally implements Consumer<Simulation> {
        private final long start = System.nanoTime();
        private long seeds;
        private long elections;
        private Duration longest = Duration.ZERO;

        @Override
        public void accept(Simulation simulation) {
            seeds++;
            elections += simulation.history().safety().terms();
            longest = longest.compareTo(simulation.untilAgreed()) < 0 ? simulation.untilAgreed() : longest;
        }

        @Override
        public String toString() {
            double seconds = (System.nanoTime() - start) / 1e9;
            return "%d seeds, %d terms with a leader, at most %s until all agreed after healing, %.0f seeds per second"
                    .formatted(seeds, elections, longest, seeds / seconds);
        }
    }
}
