package io.raftelection;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Fact.Kind;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** In random histories, each cause has its evidence inside its interval, and every way of counting agrees. */
final class CausesPropertyTest {
    private static final List<Kind> KINDS = List.copyOf(EnumSet.complementOf(EnumSet.of(Kind.STALL)));
    private static final int ROUNDS = 300;
    private static final int STEPS = 400;
    private static final Set<Kind> ENDS =
            EnumSet.of(Kind.STEP_DOWN, Kind.KILL, Kind.REMOVE, Kind.ISOLATE, Kind.CUT, Kind.PAUSE);

    /** A fact from its begin to its end. */
    private record Span(Fact begin, Duration to) {
        boolean contains(Duration at) {
            return begin.from().compareTo(at) <= 0 && to.compareTo(at) >= 0;
        }

        boolean is(Set<Kind> kinds, ServerId server) {
            return kinds.contains(begin.kind()) && begin.server().equals(Optional.of(server));
        }
    }

    private final ManualTime time = new ManualTime();
    private final SummaryBuilder live = new SummaryBuilder();

    private History history(long seed) {
        var random = new Random(seed);
        try (var tracker = Tracker.builder("random")
                .timer(time)
                .clock(time)
                .executor(Runnable::run)
                .stalls(Duration.ofMillis(200))
                .build()) {
            tracker.subscribe(live);
            var sinks = Stream.of("s1", "s2", "s3")
                    .map(ServerId::of)
                    .map(tracker::track)
                    .toList();
            long term = 0;
            for (int step = 0; step < STEPS; step++) {
                term = step(random, sinks.get(random.nextInt(sinks.size())), term);
            }
            return tracker.history();
        }
    }

    private long step(Random random, LeadershipSink sink, long term) {
        var kind = KINDS.get(random.nextInt(KINDS.size()));
        switch (random.nextInt(8)) {
            case 0 -> {
                sink.acquired(term + 1);
                return term + 1;
            }
            case 1 -> sink.lost();
            case 2 -> sink.lost(random.nextBoolean() ? "reason " + term : "");
            case 3 -> sink.factBegins(kind, "");
            case 4, 5 -> sink.factEnds(kind, "");
            case 6 -> time.advance(Duration.ofMillis(random.nextInt(900)));
            default -> time.stall(Duration.ofMillis(random.nextInt(900)));
        }
        return term;
    }

    private static List<Span> spans(History history) {
        var spans = new ArrayList<Span>();
        for (var fact : history.facts()) {
            if (fact.isOver()) {
                spans.removeIf(span -> span.to().equals(history.until().plusDays(1))
                        && span.begin().kind() == fact.kind()
                        && span.begin().server().equals(fact.server()));
                spans.add(new Span(fact, fact.at()));
            } else {
                spans.add(new Span(fact, history.until().plusDays(1)));
            }
        }
        return spans;
    }

    @Test
    void causeHasItsEvidenceInItsIntervalAndAllCountsAgree() {
        var seen = EnumSet.noneOf(Cause.Kind.class);
        for (long seed = 0; seed < ROUNDS; seed++) {
            var test = new CausesPropertyTest();
            var history = test.history(seed);
            var causes = history.causes();
            check(history, causes);
            causes.forEach(change -> seen.add(change.cause().kind()));

            var counts = new TreeMap<Cause.Kind, Long>();
            causes.stream()
                    .filter(change -> change.event() instanceof Acquired)
                    .forEach(change -> counts.merge(change.cause().kind(), 1L, Long::sum));
            assertThat(history.summary().causes()).as("seed %d", seed).isEqualTo(counts);
            assertThat(test.live.build(history.until()).causes())
                    .as("seed %d, live", seed)
                    .isEqualTo(counts);
        }
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        Cause.Kind.CONTROL,
                        Cause.Kind.TRANSFER,
                        Cause.Kind.UNREACHABLE,
                        Cause.Kind.ENGINE_REASON,
                        Cause.Kind.SUPERSEDED,
                        Cause.Kind.STALL,
                        Cause.Kind.START,
                        Cause.Kind.UNKNOWN);
    }

    /** The rules once more, in another way: by search instead of step by step. */
    private static void check(History history, List<Cause.Change> changes) {
        var spans = spans(history);
        var losses = new TreeMap<String, Cause.Change>();
        Optional<Cause.Change> leader = Optional.empty();
        for (var change : changes) {
            var event = change.event();
            var previous = leader.map(Cause.Change::event);
            var loss = previous.map(one -> losses.get(one.server() + " " + one.term()));
            boolean holds = event instanceof Lost lost
                    ? holdsForLoss(spans, lost, change.cause())
                    : holdsForElection(spans, (Acquired) event, change.cause(), previous, loss);
            assertThat(holds).as("%s\nfacts %s", change, history.facts()).isTrue();
            if (event instanceof Lost) {
                losses.put(event.server() + " " + event.term(), change);
            } else {
                leader = Optional.of(change);
            }
        }
    }

    private static boolean holdsForLoss(List<Span> spans, Lost lost, Cause cause) {
        boolean ended = has(spans, ENDS, lost.server(), lost.at());
        return switch (cause.kind()) {
            case CONTROL -> ended;
            case TRANSFER ->
                spans.stream()
                        .anyMatch(span -> span.begin().kind() == Kind.TRANSFER
                                && !span.is(EnumSet.of(Kind.TRANSFER), lost.server())
                                && span.contains(lost.at()));
            case UNREACHABLE -> has(spans, EnumSet.of(Kind.UNREACHABLE), lost.server(), lost.at());
            case ENGINE_REASON -> !ended && cause.evidence().contains(lost.reason());
            case SUPERSEDED -> !ended && lost.cause() == Loss.Cause.SUPERSEDED;
            case STALL -> !ended && stalled(spans, lost.at().minusSeconds(1), lost.at());
            case UNKNOWN ->
                !ended && lost.reason().isEmpty() && !stalled(spans, lost.at().minusSeconds(1), lost.at());
            case TRACKER -> lost.cause() == Loss.Cause.CLOSED;
            case START -> false;
        };
    }

    private static boolean holdsForElection(
            List<Span> spans,
            Acquired acquired,
            Cause cause,
            Optional<LeadershipEvent> previous,
            Optional<Cause.Change> loss) {
        boolean asLoss =
                loss.filter(change -> change.cause().kind() == cause.kind()).isPresent();
        boolean named = has(spans, EnumSet.of(Kind.ELECT, Kind.TRANSFER), acquired.server(), acquired.at());
        boolean ended = previous.filter(
                        one -> !one.server().equals(acquired.server()) && has(spans, ENDS, one.server(), acquired.at()))
                .isPresent();
        var from = loss.map(change -> change.event().at()).orElse(acquired.at()).minusSeconds(1);
        return switch (cause.kind()) {
            case CONTROL -> named || ended || asLoss;
            case TRANSFER -> named || asLoss;
            case UNREACHABLE ->
                asLoss
                        || has(
                                spans,
                                EnumSet.of(Kind.UNREACHABLE),
                                previous.orElseThrow().server(),
                                acquired.at());
            case ENGINE_REASON -> asLoss;
            case STALL -> asLoss || stalled(spans, from, acquired.at());
            case START -> previous.isEmpty();
            case UNKNOWN -> !named && !ended && !stalled(spans, from, acquired.at());
            case SUPERSEDED, TRACKER -> false;
        };
    }

    private static boolean has(List<Span> spans, Set<Kind> kinds, ServerId server, Duration at) {
        return spans.stream().anyMatch(span -> span.is(kinds, server) && span.contains(at));
    }

    private static boolean stalled(List<Span> spans, Duration from, Duration to) {
        return spans.stream()
                .filter(span -> span.begin().kind() == Kind.STALL)
                .anyMatch(span ->
                        span.begin().from().compareTo(to) <= 0 && span.to().compareTo(from) >= 0);
    }
}
