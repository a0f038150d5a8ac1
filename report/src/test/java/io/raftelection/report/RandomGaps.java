package io.raftelection.report;

import io.raftelection.Fact;
import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.Missing;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.stream.Stream;

/** Makes random histories, and leaves random parts of them out. */
final class RandomGaps {
    private static final int STEPS = 120;
    private static final Fact.Kind[] KINDS = Fact.Kind.values();

    private final Random random;
    private final ManualTime time = new ManualTime();

    RandomGaps(long seed) {
        random = new Random(seed);
    }

    /** {@return a complete history of some servers, of which only some have terms} */
    History history(String... servers) {
        try (var tracker = Tracker.builder("orders")
                .timer(time)
                .clock(time)
                .executor(Runnable::run)
                .stalls(Duration.ofMillis(200))
                .build()) {
            var sinks = Stream.of(servers).map(ServerId::of).map(tracker::track).toList();
            boolean hasTerms = random.nextBoolean();
            for (int step = 0; step < STEPS; step++) {
                step(sinks.get(random.nextInt(sinks.size())), hasTerms, step + 1);
            }
            return tracker.history();
        }
    }

    private void step(LeadershipSink sink, boolean hasTerms, long term) {
        var kind = KINDS[random.nextInt(KINDS.length - 1)];
        switch (random.nextInt(10)) {
            case 0, 1 -> {
                if (hasTerms) {
                    sink.acquired(term);
                } else {
                    sink.acquired();
                }
            }
            case 2 -> sink.lost();
            case 3 -> sink.lost(random.nextBoolean() ? "reason " + term : "");
            case 4, 5 -> sink.factBegins(kind, "");
            case 6 -> sink.factEnds(kind, "");
            case 7, 8 -> time.advance(Duration.ofMillis(random.nextInt(900)));
            default -> time.stall(Duration.ofMillis(random.nextInt(900)));
        }
    }

    /** {@return the history without some parts, which are counted where they were} */
    History without(History history) {
        var events = new ArrayList<LeadershipEvent>();
        var facts = new ArrayList<Fact>();
        var missing = new ArrayList<Missing>();
        var left = new History.Visitor<RuntimeException>() {
            private Duration latest = Duration.ZERO;
            private long skip;
            private long missedEvents;
            private long missedFacts;

            /** Whether the next item is left out. */
            private boolean isLeftOut() {
                if (skip == 0 && random.nextInt(12) == 0) {
                    skip = 1L + random.nextInt(6);
                } else if (skip > 0) {
                    skip--;
                }
                if (skip == 0) {
                    close();
                }
                return skip > 0;
            }

            private void close() {
                if (missedEvents + missedFacts > 0) {
                    missing.add(new Missing(latest, missedEvents, missedFacts, events.size(), facts.size()));
                    missedEvents = 0;
                    missedFacts = 0;
                }
            }

            @Override
            public void event(LeadershipEvent event) {
                if (isLeftOut()) {
                    missedEvents++;
                } else {
                    events.add(event);
                    latest = event.at();
                }
            }

            @Override
            public void fact(Fact fact) {
                if (isLeftOut()) {
                    missedFacts++;
                } else {
                    facts.add(fact);
                    latest = fact.at();
                }
            }

            @Override
            public void missing(Missing place) {
                throw new AssertionError("the history is complete");
            }
        };
        history.visit(left);
        left.close();
        return new History(
                history.cluster(),
                history.startedAt(),
                history.until(),
                events,
                missing.stream().mapToLong(Missing::events).sum(),
                history.anchors(),
                facts,
                missing.stream().mapToLong(Missing::facts).sum(),
                missing);
    }
}
