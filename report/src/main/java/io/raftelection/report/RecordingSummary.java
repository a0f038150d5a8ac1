package io.raftelection.report;

import io.raftelection.ElectionSafety;
import io.raftelection.ElectionSafetyChecker;
import io.raftelection.Fact;
import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.Missing;
import io.raftelection.Summary;
import io.raftelection.SummaryBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The Election Safety result and the figures of a recording.
 *
 * <p>Terms belong to the cluster. If two runs report different leaders for a term, this is a violation, as it is within
 * one run. The figures are sums over all runs: a leadership ends with its run, and the time between runs does not
 * count. The times in the result count from the start of the first run.
 *
 * @param cluster the name of the cluster
 * @param startedAt the wall-clock time at which the first run started
 * @param until the end of the last run, relative to the start of the first
 * @param runs the number of runs
 * @param events the number of events
 * @param observed the number of events that polling observed
 * @param missed the number of missing events, including one for each incomplete line
 * @param missedFacts the number of missing facts, as far as it is known
 * @param torn the number of runs whose last line is incomplete
 * @param terms the terms that were acquired; empty if no acquisition has a term
 * @param safety the Election Safety result
 * @param summary the figures
 * @param files the files, if several were read together; else empty
 * @param contradiction by how much the views in the files contradict each other
 */
public record RecordingSummary(
        String cluster,
        Instant startedAt,
        Duration until,
        long runs,
        long events,
        long observed,
        long missed,
        long missedFacts,
        long torn,
        Optional<Terms> terms,
        ElectionSafety safety,
        Summary summary,
        List<RecordedFile> files,
        Duration contradiction) {

    /**
     * A range of terms.
     *
     * @param first the lowest term
     * @param last the highest term
     */
    public record Terms(long first, long last) {}

    /** {@return whether Election Safety held} */
    public boolean isSafe() {
        return safety.isSafe();
    }

    /** {@return the Election Safety result as text; the evidence names its file if there are several} */
    public String verdict() {
        return verdict(event -> "");
    }

    /** {@return the result as text, with a note after each piece of evidence} */
    String verdict(Function<LeadershipEvent, String> note) {
        return safety.describe(event -> note.apply(event) + (files.isEmpty() ? "" : " in " + fileOf(event)));
    }

    /** Names the files that hold the server at that time. */
    private String fileOf(LeadershipEvent event) {
        var names = files.stream()
                .filter(file -> file.servers().contains(event.server())
                        && file.start().compareTo(event.at()) <= 0
                        && file.until().compareTo(event.at()) >= 0)
                .map(RecordedFile::name)
                .collect(Collectors.joining(" or "));
        return names.isEmpty() ? "no file" : names;
    }

    /**
     * {@return the summary of a history}
     *
     * @param history the history to summarize
     */
    public static RecordingSummary of(History history) {
        var builder = new Builder();
        builder.started(history.cluster(), history.startedAt());
        history.visit(builder);
        builder.ended(history.until());
        return builder.build();
    }

    /** Computes the summary while a recording is scanned. Not thread-safe. */
    public static final class Builder implements RecordingListener, History.Visitor<RuntimeException> {
        private final ElectionSafetyChecker safety = new ElectionSafetyChecker();
        private final SummaryBuilder summary = new SummaryBuilder();
        private final RunClock clock = new RunClock();
        private List<RecordedFile> files = List.of();
        private Duration contradiction = Duration.ZERO;
        private String cluster = "";
        private Instant startedAt = Instant.EPOCH;
        private long events;
        private long observed;
        private long missed;
        private long missedFacts;
        private long torn;
        private long firstTerm = Long.MAX_VALUE;
        private long lastTerm = Long.MIN_VALUE;

        /** Creates a builder for an empty recording. */
        public Builder() {}

        @Override
        public void files(List<RecordedFile> several, Duration difference) {
            files = List.copyOf(several);
            contradiction = difference;
        }

        @Override
        public void started(String name, Instant at) {
            clock.started(at);
            summary.startRun(clock.offset());
            if (clock.runs() == 1) {
                cluster = name;
                startedAt = at;
            }
        }

        @Override
        public void event(LeadershipEvent event) {
            events++;
            observed += event.isObserved() ? 1 : 0;
            summary.on(event);
            safety.on(clock.at(event));
            if (event instanceof Acquired && event.term().isPresent() && event.isChange()) {
                firstTerm = Math.min(firstTerm, event.term().getAsLong());
                lastTerm = Math.max(lastTerm, event.term().getAsLong());
            }
        }

        @Override
        public void fact(Fact fact) {
            summary.fact(fact);
        }

        @Override
        public void missing(Missing place) {
            if (place.events() > 0) {
                missedUntil(place.until());
            }
            if (place.events() > 0 || place.facts() == 0) {
                missed(place.at(), place.events());
            }
            if (place.facts() > 0) {
                missedFacts(place.at(), place.facts());
            }
        }

        @Override
        public void missedUntil(Duration until) {
            summary.missed(until);
        }

        @Override
        public void missed(Duration at, long count) {
            missed += count;
            safety.missed(count);
            summary.missed(count, List.of());
        }

        @Override
        public void missedFacts(Duration at, long count) {
            missedFacts += count;
            summary.missedFacts();
        }

        @Override
        public void torn(long line) {
            torn++;
            missed(Duration.ZERO, 1);
        }

        @Override
        public void ended(Duration until) {
            summary.endRun(until);
            clock.ended(until);
        }

        /** {@return the summary of all runs that have ended} */
        public RecordingSummary build() {
            long recorded = files.stream().mapToLong(RecordedFile::events).sum();
            return new RecordingSummary(
                    cluster,
                    startedAt,
                    clock.end(),
                    clock.runs(),
                    files.isEmpty() ? events : recorded,
                    observed,
                    missed,
                    missedFacts,
                    torn,
                    lastTerm < firstTerm ? Optional.empty() : Optional.of(new Terms(firstTerm, lastTerm)),
                    safety.result(),
                    summary.build(),
                    files,
                    contradiction);
        }
    }
}
