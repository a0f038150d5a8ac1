package io.raftelection.report;

import io.raftelection.Fact;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Members;
import io.raftelection.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the page shows of a recording, computed in one pass with bounded memory. */
final class TimelineData {
    /** The largest number of runs whose bounds are kept. */
    private static final int MAX_RUNS = 1_000;

    /**
     * The bounds of a run.
     *
     * @param from its start in nanoseconds
     * @param to its end
     */
    record Run(long from, long to) {}

    private final RunClock clock = new RunClock();
    private final EventLog log = new EventLog();
    private final Densities densities = new Densities();
    private final WallAxis wall = new WallAxis();
    private final List<Run> runs = new ArrayList<>();
    private final Periods periods = new Periods(this::period);
    private final ElectionCauses causes = new ElectionCauses();
    private @Nullable Detail detail = new Detail();
    private Optional<Members> members = Optional.empty();

    void started(Instant startedAt) {
        clock.started(startedAt);
        wall.start(clock.offset(), startedAt);
        periods.startRun(Durations.nanos(clock.offset()));
    }

    void time(Duration at, Instant time) {
        wall.add(clock.at(at), time);
    }

    void event(LeadershipEvent event) {
        var placed = clock.at(event);
        long at = Durations.nanos(placed.at());
        long index = log.count();
        log.add(at, placed);
        if (!log.isComplete()) {
            detail = null;
        } else if (detail != null) {
            detail.event(placed);
        }
        densities.event(at, placed);
        periods.event(index, at, placed);
        causes.event(index, placed);
        if (placed instanceof Members configuration && placed.isChange()) {
            members = Optional.of(configuration);
        }
    }

    void fact(Fact fact) {
        causes.fact(fact.withAt(clock.at(fact.at())));
    }

    void missed(Duration until) {
        causes.missed(clock.at(until));
    }

    void missedFacts() {
        causes.missedFacts();
    }

    private void period(Period period) {
        densities.accept(period);
        if (detail != null) {
            detail.accept(period);
        }
    }

    void ended(Duration until) {
        long from = Durations.nanos(clock.offset());
        clock.ended(until);
        causes.endRun();
        long to = until();
        densities.reach(to);
        periods.endRun(to);
        if (runs.size() < MAX_RUNS) {
            runs.add(new Run(from, to));
        }
    }

    /** {@return the end of the last run in nanoseconds} */
    long until() {
        return Durations.nanos(clock.end());
    }

    /** {@return the bounds of the first runs} */
    List<Run> runs() {
        return runs;
    }

    EventLog log() {
        return log;
    }

    /** {@return the periods; empty if there are too many} */
    Optional<Detail> detail() {
        return Optional.ofNullable(detail);
    }

    ElectionCauses causes() {
        return causes;
    }

    Densities densities() {
        return densities;
    }

    WallAxis wall() {
        return wall;
    }

    /** {@return the role of a server in the latest configuration; empty if it votes, or if there is none} */
    String role(ServerId server) {
        if (members.isEmpty() || members.get().voters().contains(server)) {
            return "";
        }
        return members.get().learners().contains(server) ? "learner" : "not a member";
    }

    /** {@return the servers that have a row, in order} */
    List<ServerId> servers() {
        return List.copyOf(densities.lanes().keySet());
    }
}
