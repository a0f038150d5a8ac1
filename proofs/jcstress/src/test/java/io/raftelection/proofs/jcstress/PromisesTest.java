package io.raftelection.proofs.jcstress;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.proofs.jcstress.Cluster.Start;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that the allowed outcomes of every pair keep the guarantees; jcstress shows that there are no others. */
final class PromisesTest {

    static Stream<Pair> everyPair() {
        return EveryPair.PAIRS.stream();
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void everyAllowedOutcomeKeepsTheGuarantees(Pair pair) {
        assertThat(pair.orders()).isNotEmpty().allSatisfy((outcome, order) -> {
            assertThat(decisions(outcome))
                    .as("a decision is reported once, and all callers see the same one")
                    .isEqualTo(outcome.decided().equals("pending") ? "" : outcome.decided());
            if (outcome.decided().startsWith("fulfilled: tenure ")) {
                assertThat(outcome.history())
                        .as("a fulfilled future has a leadership")
                        .anyMatch(event -> event.contains(" acquired ")
                                && event.endsWith("#" + outcome.decided().substring("fulfilled: tenure ".length())));
            }
            assertThat(outcome.calledBack().stream().filter(call -> call.startsWith("lost: ")))
                    .as("a loss is reported once")
                    .hasSize(outcome.leadership().equals("lost") ? 1 : 0);
            assertThat(outcome.leader().equals("no leader"))
                    .as("the leader matches the standings")
                    .isEqualTo(outcome.standings().stream().noneMatch(standing -> standing.endsWith(" LEADING")));
            assertThat(outcome.anomalies())
                    .as("every anomaly is recorded")
                    .isEqualTo(outcome.history().stream()
                            .mapToInt(event -> event.split("!", -1).length - 1)
                            .sum());
            assertThat(recorded(pair.start(), outcome) + outcome.dropped())
                    .as("a notification is recorded or counted as dropped")
                    .isEqualTo(Stream.of(pair.one(), pair.other())
                            .filter(PromisesTest::isNotification)
                            .count());
            assertThat(outcome.timers())
                    .as("no timer outlives its expectation")
                    .isLessThanOrEqualTo(
                            outcome.standings().stream().anyMatch(standing -> standing.endsWith(" EXPECTED")) ? 1 : 0);
        });
    }

    private static String decisions(Outcome outcome) {
        return String.join(
                "; ",
                outcome.calledBack().stream()
                        .filter(call -> !call.startsWith("lost: "))
                        .toList());
    }

    private static long recorded(Start start, Outcome outcome) {
        return outcome.history().stream()
                .skip(start == Start.LEADING ? 1 : 2)
                .filter(event ->
                        !event.contains("(ignored)") && !event.contains("(closed)") && !event.contains("(missed)"))
                .count();
    }

    private static boolean isNotification(Operation operation) {
        return operation == Operation.OfTracker.ACQUIRED
                || operation == Operation.OfTracker.LOST
                || operation == Operation.OfTracker.RIVAL_ACQUIRED;
    }
}
