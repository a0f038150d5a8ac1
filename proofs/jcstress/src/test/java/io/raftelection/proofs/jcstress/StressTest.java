package io.raftelection.proofs.jcstress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Runs the races and checks the results of jcstress, not its exit code. {@code -Dproofs.strength=full} runs each side
 * with each compiler of the JVM and takes half an hour.
 */
final class StressTest {
    private static final boolean FULL =
            System.getProperty("proofs.strength", "quick").equals("full");

    private static Results results = new Results(List.of());

    @BeforeAll
    static void runAllRaces() throws Exception {
        results = FULL
                ? Results.ofRunning("-f", "1", "-fsm", "1", "-iters", "10", "-time", "3000")
                : Results.ofRunning(
                        "-f", "1", "-fsm", "1", "-iters", "5", "-time", "1000", "-sc", "false", "-af", "NONE");
    }

    @Test
    void everyPairOfOperationsHappensOneAfterTheOther() {
        var races = results.of(EveryPair.class);

        var rounds = new HashMap<String, Long>();
        var orders = new HashMap<String, Integer>();
        races.outcomes().forEach((outcome, count) -> {
            var pair = outcome.replaceAll("^WRONG |: .*", "");
            rounds.merge(pair, count, Long::sum);
            orders.merge(pair, 1, Integer::sum);
        });
        long raced = orders.values().stream().filter(seen -> seen > 1).count();
        long could = EveryPair.PAIRS.stream()
                .filter(pair -> pair.orders().size() > 1)
                .count();
        System.out.printf(
                "jcstress: %d runs of %d races between 2 of %d operations: %d rounds, at least %d per race; %d of the %d races that can end in several orders did; %d wrong outcomes%n",
                races.completed(),
                rounds.size(),
                Operation.OfTracker.values().length,
                rounds(races),
                rounds.values().stream().mapToLong(Long::longValue).min().orElse(0),
                raced,
                could,
                races.wrong().size());
        assertThat(races.wrong()).isEmpty();
        assertThat(races.errors()).isEmpty();
        assertThat(races.completed()).isPositive();
        assertThat(rounds)
                .containsOnlyKeys(EveryPair.PAIRS.stream().map(Pair::toString).toList());
        assertThat(raced).as("races that ended in several orders").isGreaterThan(could / 2);
        assertThat(rounds).allSatisfy((pair, times) -> assertThat(times).isGreaterThan(50));
    }

    @Test
    void plantedBugIsFound() {
        var races = results.of(RacyCancel.class);

        long found = races.wrong().values().stream().mapToLong(Long::longValue).sum();
        System.out.printf("jcstress: planted bug found in %d of %d rounds%n", found, rounds(races));
        assertThat(races.errors()).isEmpty();
        assertThat(races.wrong()).isNotEmpty();
    }

    private static long rounds(Results races) {
        return races.outcomes().values().stream().mapToLong(Long::longValue).sum();
    }
}
