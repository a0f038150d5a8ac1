package io.raftelection;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.spi.ManualTime;
import io.raftelection.spi.PolledLeadership;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Compares the events that polling reports with a model of the cluster. */
final class PollingModelTest {
    private static final int HISTORIES = 500;
    private static final int STEPS = 150;
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration JITTER = Duration.ofMillis(20);
    private static final Duration BACK_OFF = Duration.ofMillis(400);

    private ManualTime time = new ManualTime();
    private Tracker tracker = Tracker.lenient("closed");

    /** How often a stable leader was found, and how often a claim was rejected. */
    private long found;

    private long heldBack;

    @AfterEach
    void close() {
        tracker.close();
    }

    @Test
    void noTermHasTwoLeadersOrGoesBackAndWhatIsStableIsReported() {
        long seed = new Random().nextLong();
        for (int i = 0; i < HISTORIES; i++) {
            try {
                play(new Random(seed + i));
            } catch (AssertionError e) {
                throw new AssertionError("seed " + (seed + i) + "\n" + tracker.history(), e);
            }
        }
        assertThat(found).isGreaterThan(HISTORIES);
        assertThat(heldBack).isGreaterThan(HISTORIES);
    }

    private void play(Random random) {
        time = new ManualTime();
        tracker = Tracker.builder("model")
                .timer(time)
                .clock(time)
                .executor(Runnable::run)
                .logger(new Log())
                .build();
        var model = new PollingModel(random);
        try {
            var polling = tracker.track(PolledLeadership.of(model.probes())
                    .withInterval(INTERVAL)
                    .withJitter(JITTER)
                    .withBackOff(BACK_OFF)
                    .withRandom(random::nextDouble));
            for (int i = 0; i < STEPS; i++) {
                time.advance(Duration.ofMillis(random.nextInt(i % 10 == 0 ? 1_000 : 150)));
                checkWhatIsStable(model);
                model.step(now());
            }
            heldBack += polling.rejectedClaims();
            checkHistory(model);
        } finally {
            tracker.close();
        }
        assertThat(time.pending()).isZero();
    }

    private Duration now() {
        return Duration.ofNanos(time.nanoTime());
    }

    /** The tracker knows every answer that a server gave for longer than its longest pause. */
    private void checkWhatIsStable(PollingModel model) {
        for (var server : model.servers()) {
            var answer = model.answer(server);
            if (now().minus(answer.since()).compareTo(pause(model, server)) < 0) {
                continue;
            }
            var standing = tracker.standings().stream()
                    .filter(each -> each.server().equals(server))
                    .findFirst()
                    .orElseThrow();
            var leads = standing.role() == Standing.Role.LEADING;
            if (server.equals(model.leader()) && answer.leads() == model.term()) {
                found++;
                assertThat(leads).as(server + " leads term " + model.term()).isTrue();
                assertThat(standing.lastEvent().orElseThrow().term()).hasValue(model.term());
            } else if (answer.leads() < 0) {
                assertThat(leads).as(server + " leads").isFalse();
            }
        }
    }

    /** Returns the longest time between two polls of a server. It is longer after recent failures. */
    private static Duration pause(PollingModel model, ServerId server) {
        var longest = BACK_OFF.plus(JITTER);
        var answers = model.answers(server);
        var before = model.answer(server).since().minus(longest);
        for (int i = 0; i + 1 < answers.size(); i++) {
            if (answers.get(i).fails() && answers.get(i + 1).since().compareTo(before) >= 0) {
                return longest;
            }
        }
        return INTERVAL.plus(JITTER);
    }

    private void checkHistory(PollingModel model) {
        var history = tracker.history();
        assertThat(history.isSafe()).as("safe").isTrue();
        assertThat(tracker.anomalies()).isEmpty();
        long term = -1;
        for (var event : history.events()) {
            if (event instanceof Follows follows && follows.unknown()) {
                continue; // what the tracker knows has changed, and not the server
            }
            assertThat(event.isObserved()).isTrue();
            var answers = model.answers(event.server());
            assertThat(IntStream.range(0, answers.size())
                            .anyMatch(i -> says(event, answers.get(i))
                                    && answers.get(i).since().compareTo(event.at()) <= 0
                                    && isWithin(
                                            event,
                                            i + 1 < answers.size()
                                                    ? answers.get(i + 1).since()
                                                    : null)))
                    .as(event + ": the server gave this answer in that time")
                    .isTrue();
            assertThat(event.already()
                            || answers.stream()
                                    .anyMatch(answer -> answer.since().compareTo(event.at()) <= 0
                                            && isWithin(event, answer.since()))
                            || event instanceof Follows)
                    .as(event + ": the server changed its answer in that time")
                    .isTrue();
            if (event instanceof Acquired acquired) {
                assertThat(acquired.term().orElseThrow())
                        .as(event + ": the term does not go back")
                        .isGreaterThanOrEqualTo(term);
                term = acquired.term().orElseThrow();
            }
        }
    }

    private static boolean says(LeadershipEvent event, PollingModel.Answer answer) {
        return event.match(
                acquired -> answer.leads() == acquired.term().orElseThrow(),
                ready -> false,
                lost -> answer.leads() != lost.term().orElseThrow(),
                follows -> !answer.fails()
                        && answer.follows().equals(follows.leader())
                        && answer.term() == follows.term().orElseThrow(),
                members -> false);
    }

    /** Whether an answer that ended at a time, null if it did not, was given within the uncertainty of an event. */
    private static boolean isWithin(LeadershipEvent event, @Nullable Duration until) {
        return until == null || until.compareTo(event.at().minus(event.uncertainty())) >= 0;
    }
}
