package io.raftelection.testing.scenario;

import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.LeadershipFuture;
import io.raftelection.Loss.Cause;
import io.raftelection.ServerId;
import io.raftelection.Standing;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.ManualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** A tracker in manual time whose callbacks run at once, and the effects of its calls. */
final class ScenarioTracker implements AutoCloseable {
    /** The causes that only the tracker itself records, and no engine reports. */
    private static final Set<Cause> MADE_BY_THE_TRACKER = Set.of(Cause.MISSED, Cause.IGNORED, Cause.CLOSED);

    /** The notation has no later time. */
    private static final Duration END_OF_TIME = Duration.ofSeconds(1_000_000_000);

    private final ManualTime time = new ManualTime();
    private final Effects effects = new Effects();
    private final Tracker tracker;
    private final Map<ServerId, LeadershipSink> engines = new HashMap<>();
    private Optional<LeadershipFuture> latest = Optional.empty();
    private int anomalies;

    ScenarioTracker(boolean strict) {
        tracker = Tracker.builder("scenario")
                .strict(strict)
                .timer(time)
                .clock(time)
                .executor(Runnable::run)
                .build();
        tracker.subscribe(event -> effects.heard(event.toString()));
    }

    /** Plays an event: time passes until then, and the engine reports it. */
    void happens(LeadershipEvent event, Line line) {
        var engine = engines.get(event.server());
        if (engine == null) {
            throw line.error("server " + event.server() + " is not tracked");
        }
        var passing = event.at().minus(tracker.elapsed());
        if (passing.isNegative()) {
            throw line.error("is earlier than what happened before");
        }
        time.advance(passing);
        event.accept(
                acquired -> acquired.term().ifPresentOrElse(engine::acquired, engine::acquired),
                ready -> engine.ready(),
                lost -> {
                    if (!MADE_BY_THE_TRACKER.contains(lost.cause())) {
                        engine.lost(lost.reason());
                    }
                },
                follows -> follows(engine, follows),
                members -> engine.members(members.voters(), members.learners()));
    }

    private static void follows(LeadershipSink engine, Follows event) {
        long term = event.term().orElse(-1);
        if (event.unknown()) {
            engine.detached();
        } else {
            event.leader().ifPresentOrElse(leader -> engine.follows(leader, term), () -> engine.followsNobody(term));
        }
    }

    /** Runs a step that the tracker may refuse. */
    void attempt(Runnable step) {
        try {
            step.run();
        } catch (IllegalStateException | IllegalArgumentException refusal) {
            if (refusal instanceof ScenarioException mistake) {
                throw mistake;
            }
            effects.follows("refused: " + refusal.getMessage());
        }
        tellAnomalies();
        effects.settle();
    }

    private void tellAnomalies() {
        var all = tracker.anomalies();
        all.subList(anomalies, all.size())
                .forEach(anomaly -> effects.heard(
                        "anomaly " + anomaly.kind().word() + " of " + anomaly.server() + ": " + anomaly.detail()));
        anomalies = all.size();
    }

    void track(ServerId server) {
        engines.put(server, tracker.track(server));
    }

    void untrack(ServerId server) {
        tracker.untrack(server);
    }

    void expect(List<ServerId> servers, Duration timeout) {
        var future =
                servers.size() == 1 ? tracker.expect(servers.get(0), timeout) : tracker.expectAny(servers, timeout);
        latest = Optional.of(future);
        var unused = future.toCompletableFuture().whenComplete((leadership, failure) -> {
            if (failure == null) {
                fulfilled(leadership);
            } else {
                failed(failure);
            }
        });
    }

    private void fulfilled(Leadership leadership) {
        effects.follows("expectation fulfilled: " + leadership);
        leadership.lost().thenAccept(loss -> effects.follows("lost, " + leadership + ": " + NotationParts.cause(loss)));
    }

    private void failed(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        effects.follows("expectation failed: " + cause.getMessage());
    }

    void cancel() {
        latest.ifPresent(LeadershipFuture::cancel);
    }

    void advance(Duration passing) {
        time.advance(possible(passing));
    }

    void stall(Duration passing) {
        time.stall(possible(passing));
    }

    private Duration possible(Duration passing) {
        if (Duration.ofNanos(time.nanoTime()).plus(passing).compareTo(END_OF_TIME) >= 0) {
            throw new IllegalArgumentException("time: " + NotationParts.time(passing) + " more, expected to end before "
                    + NotationParts.time(END_OF_TIME));
        }
        return passing;
    }

    void ignore() {
        tracker.ignore();
    }

    @Override
    public void close() {
        tracker.close();
    }

    void known() {
        effects.follows(tracker.knownLeader()
                .map(known -> known.server() + " is known as the leader")
                .orElse("no leader is known here"));
    }

    void leader() {
        effects.follows(tracker.leader().map(Leadership::toString).orElse("no leader is known here"));
    }

    void standings() {
        tracker.standings().forEach(standing -> effects.follows(spelled(standing)));
    }

    private static String spelled(Standing standing) {
        return standing.server() + " " + standing.role()
                + standing.lastEvent().map(event -> ", last " + event).orElse(", nothing heard");
    }

    void history() {
        tracker.history().events().forEach(event -> effects.follows(event.toString()));
    }

    void safety() {
        effects.follows("election safety " + tracker.history().safety());
    }

    void dropped() {
        effects.follows("dropped " + tracker.dropped());
    }

    /** Returns the effects since the last call. */
    List<String> answer() {
        return effects.take();
    }
}
