package io.raftelection.internal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Loss;
import io.raftelection.Loss.Cause;
import io.raftelection.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of the state machine as a golden text: every state with every event. */
final class ServerStateTableTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final HeldLeadership.Host NO_HOST = new HeldLeadership.Host() {
        @Override
        public Instant instant(long at) {
            return Instant.EPOCH;
        }

        @Override
        public Instant freshInstant(long at) {
            return Instant.EPOCH;
        }

        @Override
        public Loss awaitLost(HeldLeadership held, CompletableFuture<Loss> ended, Duration timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void awaitReady(HeldLeadership held, Duration timeout) {
            throw new UnsupportedOperationException();
        }
    };
    private static final Expectation OPEN = expectation();
    private static final Expectation OTHER = expectation();

    private static final String TABLE = """
            Following | expect          -> Expected
            Following | acquired 4      -> Leading(4) ReportAnomaly(UNEXPECTED)
            Following | acquired        -> Leading ReportAnomaly(UNEXPECTED)
            Following | lost            -> Following ReportAnomaly(SPURIOUS_LOSS)
            Following | expired         -> Following
            Following | withdrawn       -> Following
            Following | close           -> Closed
            Following | ready           -> Following ReportAnomaly(SPURIOUS_READY)
            Following | sees s2 5       -> Following See
            Following | sees s2 4       -> Following ReportAnomaly(STALE_VIEW)
            Following | sees s2         -> Following ReportAnomaly(UNKNOWN_TERM)
            Following | sees s1 5       -> Following ReportAnomaly(SELF_VIEW)
            Following | sees nobody 5   -> Following See
            Expected  | expect          -> refused: server s1 has already requested leadership
            Expected  | acquired 4      -> Leading(4) Fulfil
            Expected  | acquired        -> Leading Fulfil
            Expected  | lost            -> Expected ReportAnomaly(SPURIOUS_LOSS)
            Expected  | expired         -> Following Fail
            Expected  | expired late    -> Expected
            Expected  | withdrawn       -> Following
            Expected  | withdrawn other -> Expected
            Expected  | close           -> Closed Fail
            Expected  | ready           -> Expected ReportAnomaly(SPURIOUS_READY)
            Expected  | sees s2 5       -> Expected See
            Expected  | sees s2 4       -> Expected ReportAnomaly(STALE_VIEW)
            Expected  | sees s2         -> Expected ReportAnomaly(UNKNOWN_TERM)
            Expected  | sees s1 5       -> Expected ReportAnomaly(SELF_VIEW)
            Expected  | sees nobody 5   -> Expected See
            Leading   | expect          -> refused: server s1: already leads term 5, use await to observe it
            Leading   | acquired 4      -> Leading(5) ReportAnomaly(STALE)
            Leading   | acquired 5      -> Leading(5) ReportAnomaly(DUPLICATE)
            Leading   | acquired        -> Leading(5) ReportAnomaly(DUPLICATE)
            Leading   | acquired 6      -> Leading(6) End(MISSED) ReportAnomaly(MISSED_LOSS)
            Leading   | lost            -> Following End(STEPPED_DOWN)
            Leading   | expired         -> Leading(5)
            Leading   | withdrawn       -> Leading(5)
            Leading   | close           -> Closed End(CLOSED)
            Leading   | ready           -> Leading(5) MakeReady
            Ready     | ready           -> Leading(5) ReportAnomaly(SPURIOUS_READY)
            Leading   | sees s2 6       -> Following End(MISSED) ReportAnomaly(MISSED_LOSS) See
            Leading   | sees s2 5       -> Following End(MISSED) ReportAnomaly(MISSED_LOSS) See
            Leading   | sees s2 4       -> Leading(5) ReportAnomaly(STALE_VIEW)
            Leading   | sees s2         -> Leading(5) ReportAnomaly(UNKNOWN_TERM)
            Leading   | sees s1 5       -> Leading(5) ReportAnomaly(SELF_VIEW)
            Leading   | sees nobody 5   -> Following End(MISSED) ReportAnomaly(MISSED_LOSS) See
            Closed    | expect          -> refused: server s1: no longer followed
            Closed    | acquired 4      -> Closed
            Closed    | lost            -> Closed
            Closed    | expired         -> Closed
            Closed    | withdrawn       -> Closed
            Closed    | close           -> Closed
            Closed    | ready           -> Closed
            Closed    | sees s2 6       -> Closed
            """;

    @Test
    void everyStateAnswersEveryEvent() {
        assertThat(TABLE.lines().map(this::actual).collect(Collectors.joining("\n", "", "\n")))
                .isEqualTo(TABLE);
    }

    private String actual(String row) {
        var question = row.substring(0, row.indexOf("->"));
        var cells = question.split("\\|", -1);
        var state = requireNonNull(states().get(cells[0].strip()));
        return question + "-> " + answer(event(cells[1].strip()), state);
    }

    private static Map<String, ServerState> states() {
        return Map.of(
                "Following", new ServerState.Following(),
                "Expected", new ServerState.Expected(OPEN),
                "Leading", new ServerState.Leading(leadership(OptionalLong.of(5))),
                "Ready", new ServerState.Leading(ready(leadership(OptionalLong.of(5)))),
                "Closed", new ServerState.Closed());
    }

    private static Function<ServerState, Transition> event(String name) {
        var words = name.split(" ", -1);
        var term = words.length == 1 || !words[0].equals("acquired")
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(words[1]));
        return switch (words[0]) {
            case "expect" -> s -> s.expect(OTHER);
            case "acquired" -> s -> s.acquired(leadership(term));
            case "ready" -> s -> s.ready(1);
            case "sees" -> s -> s.sees(view(words), 5);
            case "lost" -> s -> s.lost(Cause.STEPPED_DOWN, "", 1);
            case "expired" -> s -> s.expired(words.length == 1 ? OPEN : OTHER);
            case "withdrawn" -> s -> s.withdrawn(words.length == 1 ? OPEN : OTHER);
            case "close" -> s -> s.close(Cause.CLOSED, 1);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String answer(Function<ServerState, Transition> event, ServerState state) {
        try {
            var transition = event.apply(state);
            return Stream.concat(
                            Stream.of(name(transition.next())),
                            transition.effects().stream().map(ServerStateTableTest::name))
                    .collect(Collectors.joining(" "));
        } catch (IllegalStateException refused) {
            return "refused: " + refused.getMessage();
        }
    }

    private static String name(ServerState state) {
        var term = state instanceof ServerState.Leading leading
                ? leading.leadership().term()
                : OptionalLong.empty();
        return state.getClass().getSimpleName() + (term.isPresent() ? "(" + term.getAsLong() + ")" : "");
    }

    private static String name(Effect effect) {
        if (effect instanceof Effect.ReportAnomaly anomaly) {
            return "ReportAnomaly(" + anomaly.kind() + ")";
        }
        return effect instanceof Effect.End end
                ? "End(" + end.cause() + ")"
                : effect.getClass().getSimpleName();
    }

    private static HeldLeadership leadership(OptionalLong term) {
        return new HeldLeadership(NO_HOST, S1, term.orElse(Terms.NONE), Terms.NONE, 1, 0);
    }

    private static HeldLeadership ready(HeldLeadership leadership) {
        leadership.makeReady(new Effect.MakeReady(leadership, 1));
        return leadership;
    }

    private static ReportedView view(String... words) {
        return new ReportedView(
                S1,
                words[1].equals("nobody") ? null : ServerId.of(words[1]),
                words.length < 3 ? Terms.NONE : Long.parseLong(words[2]),
                1);
    }

    private static Expectation expectation() {
        return new Expectation(new WaitTarget(Set.of(S1), Duration.ofSeconds(5), 0), expectation -> false);
    }
}
