package io.raftelection.proofs.jcstress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs the races, and judges jcstress's results, not its exit code. */
final class StressTest {
    private static final boolean FULL =
            System.getProperty("proofs.strength", "quick").equals("full");

    @Test
    void everyPairOfOperationsHappensOneAfterTheOther() throws Exception {
        int forks = FULL ? 20 : 2;
        var stress = Stress.run(
                EveryPair.class,
                "-f",
                "" + forks,
                "-iters",
                FULL ? "20" : "8",
                "-time",
                "2000",
                "-jvmArgs",
                "-Xmx256m");

        var rounds = new HashMap<String, Long>();
        var orders = new HashMap<String, Integer>();
        stress.outcomes().forEach((outcome, count) -> {
            var pair = outcome.substring(0, Math.max(0, outcome.indexOf(": ")));
            rounds.merge(pair, count, Long::sum);
            orders.merge(pair, 1, Integer::sum);
        });
        System.out.printf(
                "jcstress: %d of %d forks ran, %d races of %d pairs of operations, %d rounds, the rarest %d times; %d races in more than one order, %d wrong%n",
                stress.completed(),
                forks,
                rounds.size(),
                Pair.EVERY.size() / Cluster.Start.values().length,
                rounds.values().stream().mapToLong(Long::longValue).sum(),
                rounds.values().stream().mapToLong(Long::longValue).min().orElse(0),
                orders.values().stream().filter(seen -> seen > 1).count(),
                wrong(stress).size());
        if (Boolean.getBoolean("dump")) {
            Pair.EVERY.forEach(p -> System.out.println(p + " " + p.orders().size() + " seen " + orders.get(p.toString())
                    + " x" + rounds.get(p.toString())));
        }
        assertThat(wrong(stress)).isEmpty();
        assertThat(stress.errors()).isEmpty();
        assertThat(rounds).hasSize(Pair.EVERY.size());
    }

    @Test
    void plantedBugIsFound() throws Exception {
        var stress = Stress.run(RacyCancel.class, "-f", "1", "-iters", "5", "-time", "500", "-jvmArgs", "-Xmx256m");
        System.out.println(wrong(stress).values());
        assertThat(wrong(stress)).isNotEmpty();
    }

    private static Map<String, Long> wrong(Stress stress) {
        var wrong = new HashMap<>(stress.outcomes());
        wrong.keySet().removeIf(outcome -> !outcome.startsWith("WRONG"));
        return wrong;
    }
}
