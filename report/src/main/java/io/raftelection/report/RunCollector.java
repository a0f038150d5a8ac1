package io.raftelection.report;

import io.raftelection.Fact;
import io.raftelection.History;
import io.raftelection.LeadershipEvent;
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
    private String cluster = "";
    private Instant startedAt = Instant.EPOCH;
    private WallTimes times = new WallTimes(Instant.EPOCH);
    private long missed;
    private long missedFacts;

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
    }

    @Override
    public void fact(Fact fact) {
        facts.add(fact);
    }

    @Override
    public void time(Duration at, Instant time) {
        times.add(at, time);
    }

    @Override
    public void missed(Duration at, long count) {
        missed += count;
    }

    @Override
    public void missedFacts(Duration at, long count) {
        missedFacts += count;
    }

    @Override
    public void torn(long line) {
        missed++;
    }

    @Override
    public void ended(Duration until) {
        runs.add(new History(cluster, startedAt, until, events, missed, times.anchors(), facts, missedFacts));
        events = new ArrayList<>();
        facts = new ArrayList<>();
        missed = 0;
        missedFacts = 0;
    }

    List<History> runs() {
        return List.copyOf(runs);
    }
}
