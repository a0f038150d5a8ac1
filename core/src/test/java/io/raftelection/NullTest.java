package io.raftelection;

import static io.raftelection.TrackerFixture.FIVE;
import static io.raftelection.TrackerFixture.S1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipSource;
import io.raftelection.spi.ManualTime;
import io.raftelection.spi.PolledLeadership;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public method names the argument that is null, and changes nothing. */
@SuppressWarnings("NullAway") // null is what it is about
final class NullTest {
    private static final OptionalLong NONE = OptionalLong.empty();
    private static final LeadershipEvent EVENT = LeadershipEvent.parse("1s s1 acquired term 2");
    private static final Acquired ACQUIRED = (Acquired) EVENT;
    private static final PolledLeadership POLLED = PolledLeadership.of(Map.of(S1, Optional::empty));
    private static final Summary.Periods NEVER = new Summary.Periods(0, Duration.ZERO, Duration.ZERO);

    private final TrackerFixture cluster = TrackerFixture.strict();

    @AfterEach
    void nothingChanged() {
        assertThat(cluster.tracker.standings())
                .hasSize(3)
                .allSatisfy(standing -> assertThat(standing.role()).isEqualTo(Standing.Role.FOLLOWING));
        assertThat(cluster.time.pending()).isZero();
        cluster.close();
    }

    /** A call on a tracker. */
    private interface Call {
        void on(Tracker tracker) throws Exception;
    }

    private static Arguments call(String name, Call call) {
        return arguments(name, call);
    }

    static Stream<Arguments> tracker() {
        var nobody = Collections.<ServerId>singletonList(null);
        return Stream.of(
                call("server", tracker -> tracker.track((ServerId) null)),
                call("source", tracker -> tracker.track((LeadershipSource) null)),
                call("polled", tracker -> tracker.track((PolledLeadership) null)),
                call("server", tracker -> tracker.track(null, new LinkedBlockingQueue<Boolean>())),
                call("notifications", tracker -> tracker.track(S1, (BlockingQueue<Boolean>) null)),
                call("server", tracker -> tracker.track(null, (Flow.Publisher<Boolean>) subscriber -> {})),
                call("notifications", tracker -> tracker.track(S1, (Flow.Publisher<Boolean>) null)),
                call("server", tracker -> tracker.untrack(null)),
                call("server", tracker -> tracker.expect(null, FIVE)),
                call("timeout", tracker -> tracker.expect(S1, null)),
                call("servers", tracker -> tracker.expectAny(null, FIVE)),
                call("server", tracker -> tracker.expectAny(nobody, FIVE)),
                call("timeout", tracker -> tracker.expectAny(List.of(S1), null)),
                call("server", tracker -> tracker.await(null, FIVE)),
                call("timeout", tracker -> tracker.await(S1, null)),
                call("timeout", tracker -> tracker.awaitLeader(null)),
                call("listener", tracker -> tracker.subscribe(null)),
                call("name", tracker -> Tracker.lenient(null)),
                call("name", tracker -> Tracker.strict(null)),
                call("name", tracker -> Tracker.builder(null)),
                call("executor", tracker -> Tracker.builder("x").executor(null)),
                call("timer", tracker -> Tracker.builder("x").timer(null)),
                call("clock", tracker -> Tracker.builder("x").clock(null)),
                call("clock", tracker -> Tracker.builder("x").clock(() -> null).build()),
                call("logger", tracker -> Tracker.builder("x").logger(null)));
    }

    @ParameterizedTest
    @MethodSource
    void tracker(String name, Call call) {
        assertThatThrownBy(() -> call.on(cluster.tracker))
                .isInstanceOf(NullPointerException.class)
                .hasMessage(name + ": is null");
    }

    static Stream<Arguments> leadership() {
        return Stream.of(
                call("timeout", tracker -> tracker.leader().orElseThrow().awaitLost(null)),
                call("task", tracker -> tracker.leader().orElseThrow().run(null)));
    }

    @ParameterizedTest
    @MethodSource
    void leadership(String name, Call call) {
        try (var led = TrackerFixture.lenient()) {
            led.s1.acquired(1);
            tracker(name, ignored -> call.on(led.tracker));
            led.s1.lost(null);
            assertThat(led.tracker.history().events().get(1)).hasToString("0.000s s1 lost term 1 (stepped down)");
        }
    }

    private static History history(List<Missing> missing) {
        return new History("x", Instant.EPOCH, Duration.ZERO, List.of(), 0, List.of(), List.of(), 0, missing);
    }

    private static Arguments value(String name, ThrowingCallable call) {
        return arguments(name, call);
    }

    static Stream<Arguments> values() {
        var zero = Duration.ZERO;
        var none = Set.<Anomaly.Kind>of();
        var odd = new HashSet<Anomaly.Kind>(Collections.singleton(null));
        var missed = Loss.Cause.MISSED;
        var noEvents = List.<LeadershipEvent>of();
        var noTimes = Collections.<ServerId, Summary.Tenure>emptySortedMap();
        var nobodyLed = LeadershipTimeoutException.Verdict.NOBODY_LED;
        var all = new ArrayList<Arguments>(List.of(
                value("other", () -> S1.compareTo(null)),
                value("line", () -> LeadershipEvent.parse(null)),
                value("at", () -> new Acquired(null, S1, NONE, NONE, none)),
                value("server", () -> new Acquired(zero, null, NONE, NONE, none)),
                value("term", () -> new Acquired(zero, S1, null, NONE, none)),
                value("tenure", () -> new Acquired(zero, S1, NONE, null, none)),
                value("anomalies", () -> new Acquired(zero, S1, NONE, NONE, null)),
                value("anomaly", () -> new Acquired(zero, S1, NONE, NONE, odd)),
                value("uncertainty", () -> new Acquired(zero, S1, NONE, NONE, none, null)),
                value("at", () -> new Lost(null, S1, NONE, NONE, missed, "", none)),
                value("server", () -> new Lost(zero, null, NONE, NONE, missed, "", none)),
                value("cause", () -> new Lost(zero, S1, NONE, NONE, null, "", none)),
                value("reason", () -> new Lost(zero, S1, NONE, NONE, missed, null, none)),
                value("cluster", () -> new History(null, Instant.EPOCH, zero, noEvents, 0)),
                value("startedAt", () -> new History("x", null, zero, noEvents, 0)),
                value("until", () -> new History("x", Instant.EPOCH, null, noEvents, 0)),
                value("events", () -> new History("x", Instant.EPOCH, zero, null, 0)),
                value("event", () -> new History("x", Instant.EPOCH, zero, Arrays.asList(EVENT, null), 0)),
                value("missing", () -> history(null)),
                value("missing", () -> history(Arrays.asList((Missing) null))),
                value("at", () -> new Missing(null, 0, 0, 0, 0)),
                value("until", () -> new Missing(zero, null, 0, 0, 0, 0)),
                value("server", () -> new Standing(null, Standing.Role.LEADING, Optional.empty(), Optional.empty())),
                value("role", () -> new Standing(S1, null, Optional.empty(), Optional.empty())),
                value("lastEvent", () -> new Standing(S1, Standing.Role.LEADING, null, Optional.empty())),
                value("view", () -> new Standing(S1, Standing.Role.LEADING, Optional.empty(), null)),
                value("server", () -> new Loss(null, NONE, 1, missed, "", Instant.EPOCH)),
                value("term", () -> new Loss(S1, null, 1, missed, "", Instant.EPOCH)),
                value("cause", () -> new Loss(S1, NONE, 1, null, "", Instant.EPOCH)),
                value("reason", () -> new Loss(S1, NONE, 1, missed, null, Instant.EPOCH)),
                value("at", () -> new Loss(S1, NONE, 1, missed, "", null)),
                value("kind", () -> new Anomaly(null, EVENT, "")),
                value("event", () -> new Anomaly(Anomaly.Kind.STALE, null, "")),
                value("detail", () -> new Anomaly(Anomaly.Kind.STALE, EVENT, null)),
                value("message", () -> new LeadershipTimeoutException(null, zero, nobodyLed, List.of())),
                value("timeout", () -> new LeadershipTimeoutException("", null, nobodyLed, List.of())),
                value("verdict", () -> new LeadershipTimeoutException("", zero, null, List.of())),
                value("standings", () -> new LeadershipTimeoutException("", zero, nobodyLed, null)),
                value("splits", () -> new ElectionSafety(null, 0, 0)),
                value("evidence", () -> new ElectionSafety.SplitTerm(1, null)),
                value("tenures", () -> new Summary(0, null, NEVER, NEVER, Optional.empty(), Map.of())),
                value("withoutKnownLeader", () -> new Summary(0, noTimes, null, NEVER, Optional.empty(), Map.of())),
                value("untilReady", () -> new Summary(0, noTimes, NEVER, null, Optional.empty(), Map.of())),
                value("longestOverlap", () -> new Summary(0, noTimes, NEVER, NEVER, null, Map.of())),
                value("anomalies", () -> new Summary(0, noTimes, NEVER, NEVER, Optional.empty(), null)),
                value("total", () -> new Summary.Tenure(0, null)),
                value("longest", () -> new Summary.Periods(0, zero, null)),
                value("older", () -> new Summary.Overlap(null, ACQUIRED, zero)),
                value("length", () -> new Summary.Overlap(ACQUIRED, ACQUIRED, null))));
        all.addAll(List.of(
                value("leader", () -> LeadershipClaim.self(null, 1)),
                value("leader", () -> LeadershipClaim.self(null)),
                value("leader", () -> LeadershipClaim.hearsay(null, 1)),
                value("leader", () -> LeadershipClaim.hearsay(null)),
                value("leader", () -> LeadershipClaim.store(null)),
                value("ledFor", () -> LeadershipClaim.self(S1).withLedFor(null)),
                value("source", () -> new LeadershipClaim(Optional.of(S1), NONE, null, Optional.empty())),
                value("probes", () -> PolledLeadership.of(null)),
                value("interval", () -> POLLED.withInterval(null)),
                value("jitter", () -> POLLED.withJitter(null)),
                value("timeout", () -> POLLED.withTimeout(null)),
                value("back-off", () -> POLLED.withBackOff(null)),
                value("random", () -> POLLED.withRandom(null)),
                value("time", () -> new ManualTime().advance(null)),
                value("time", () -> new ManualTime().stall(null)),
                value("delay", () -> new ManualTime().schedule(null, () -> {})),
                value("action", () -> new ManualTime().schedule(FIVE, null))));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource
    void values(String name, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(name + ": is null");
    }
}
