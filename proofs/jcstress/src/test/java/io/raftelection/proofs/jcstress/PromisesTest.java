package io.raftelection.proofs.jcstress;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.proofs.jcstress.Cluster.Start;
import io.raftelection.proofs.jcstress.Operation.OfTracker;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that the allowed outcomes of every pair keep the guarantees; jcstress shows that there are no others. */
final class PromisesTest {
    private static final Set<Operation> VIEWS = Set.of(OfTracker.FOLLOWS, OfTracker.RIVAL_FOLLOWS);

    /** The operations that report something, except for the one whose events depend on the state. */
    private static final Set<Operation> NOTIFICATIONS = Set.of(
            OfTracker.ACQUIRED,
            OfTracker.LOST,
            OfTracker.RIVAL_ACQUIRED,
            OfTracker.READY,
            OfTracker.FOLLOWS,
            OfTracker.RIVAL_FOLLOWS);

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
            if (pair.one() != OfTracker.DETACHED && pair.other() != OfTracker.DETACHED) {
                assertThat(recorded(pair.start(), outcome) + outcome.dropped())
                        .as("a notification is recorded or counted as dropped")
                        .isEqualTo(notifications(pair, outcome));
            }
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
                .filter(event -> !event.contains("(ignored)")
                        && !event.contains("(closed)")
                        && !event.contains("(missed)")
                        && !event.contains("follows unknown"))
                .count();
    }

    /** Returns how many notifications have to be accounted for. A view that is repeated changes nothing. */
    private static long notifications(Pair pair, Outcome outcome) {
        long sent = Stream.of(pair.one(), pair.other())
                .filter(NOTIFICATIONS::contains)
                .count();
        boolean isRepeatedView = sent == 2 && pair.one() == pair.other() && VIEWS.contains(pair.one());
        return isRepeatedView && outcome.dropped() == 0 ? 1 : sent;
    }
}
