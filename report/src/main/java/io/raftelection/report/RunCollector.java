package io.raftelection.report;

import io.raftelection.Fact;
import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.Missing;
import io.raftelection.internal.Gaps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Collects a whole recording in memory, as one history per run. */
final class RunCollector implements RecordingListener {
    /** Whether a second run is rejected. */
    private final boolean single;

    private final List<History> runs = new ArrayList<>();
    private List<LeadershipEvent> events = new ArrayList<>();
    private List<Fact> facts = new ArrayList<>();
    private Gaps missing = new Gaps();
    private String cluster = "";
    private Instant startedAt = Instant.EPOCH;
    private WallTimes times = new WallTimes(Instant.EPOCH);
    private long missed;
    private long missedFacts;

    /** The time of the latest line. */
    private Duration latest = Duration.ZERO;

    /** Until when the next gap lasts, if that was said. */
    private Duration missedUntil = Duration.ZERO;

    RunCollector(boolean single) {
        this.single = single;
    }

    @Override
    public void started(String name, Instant at) {
        if (single && !runs.isEmpty()) {
            throw new IllegalArgumentException("starts another run, expected a recording with a single run");
        }
        cluster = name;
        startedAt = at;
        times = new WallTimes(at);
    }

    @Override
    public void event(LeadershipEvent event) {
        events.add(event);
        latest = event.at();
    }

    @Override
    public void fact(Fact fact) {
        facts.add(fact);
        latest = fact.at();
    }

    @Override
    public void time(Duration at, Instant time) {
        times.add(at, time);
    }

    @Override
    public void missedUntil(Duration until) {
        missedUntil = until;
    }

    @Override
    public void missed(Duration at, long count) {
        missed += count;
        add(at, count, 0);
    }

    @Override
    public void missedFacts(Duration at, long count) {
        missedFacts += count;
        add(at, 0, count);
    }

    @Override
    public void torn(long line) {
        missed++;
        add(latest, 1, 0);
    }

    private void add(Duration at, long count, long factCount) {
        var until = count > 0 && missedUntil.compareTo(at) > 0 ? missedUntil : at;
        missing.add(new Missing(at, until, count, factCount, events.size(), facts.size()));
        missedUntil = Duration.ZERO;
        latest = at;
    }

    @Override
    public void ended(Duration until) {
        runs.add(new History(
                cluster, startedAt, until, events, missed, times.anchors(), facts, missedFacts, missing.places()));
        events = new ArrayList<>();
        facts = new ArrayList<>();
        missing = new Gaps();
        missed = 0;
        missedFacts = 0;
        latest = Duration.ZERO;
        missedUntil = Duration.ZERO;
    }

    List<History> runs() {
        return List.copyOf(runs);
    }
}
