package io.raftelection;

import static io.raftelection.TrackerFixture.S1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.spi.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that no tracker reports are rejected, with a message that names the value and the allowed range. */
final class ImpossibleValuesTest {
    private static final Duration ZERO = Duration.ZERO;
    private static final Duration BEFORE = Duration.ofSeconds(-1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final OptionalLong NONE = OptionalLong.empty();
    private static final OptionalLong NEGATIVE = OptionalLong.of(-1);
    private static final Set<Anomaly.Kind> NORMAL = Set.of();
    private static final Loss.Cause MISSED = Loss.Cause.MISSED;
    private static final Acquired ACQUIRED = (Acquired) LeadershipEvent.parse("2s s1 acquired term 2");
    private static final Lost LOST = (Lost) LeadershipEvent.parse("1s s1 lost term 2 (closed)");
    private static final Summary.Periods NEVER = new Summary.Periods(0, ZERO, ZERO);

    private static Arguments value(String message, ThrowingCallable call) {
        return arguments(message, call);
    }

    private static History history(Duration until, LeadershipEvent... events) {
        return new History("x", Instant.EPOCH, until, List.of(events), 0);
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                value("at: PT-1S, ", () -> new Acquired(BEFORE, S1, NONE, NONE, NORMAL)),
                value("term: -1, ", () -> new Acquired(ZERO, S1, NEGATIVE, NONE, NORMAL)),
                value("tenure: -1, ", () -> new Acquired(ZERO, S1, NONE, NEGATIVE, NORMAL)),
                value("uncertainty: PT-1S, ", () -> new Acquired(ZERO, S1, NONE, NONE, NORMAL, BEFORE)),
                value("at: PT-1S, ", () -> new Lost(BEFORE, S1, NONE, NONE, MISSED, "", NORMAL)),
                value("term: -1, ", () -> new Lost(ZERO, S1, NEGATIVE, NONE, MISSED, "", NORMAL)),
                value("tenure: -1, ", () -> new Lost(ZERO, S1, NONE, NEGATIVE, MISSED, "", NORMAL)),
                value("uncertainty: PT-1S, ", () -> new Lost(ZERO, S1, NONE, NONE, MISSED, "", NORMAL, BEFORE)),
                value("term: -1, ", () -> new Loss(S1, NEGATIVE, 1, MISSED, "", Instant.EPOCH)),
                value("tenure: -1, ", () -> new Loss(S1, NONE, -1, MISSED, "", Instant.EPOCH)),
                value("until: PT-1S, ", () -> history(BEFORE)),
                value("dropped: -1, ", () -> new History("x", Instant.EPOCH, ZERO, List.of(), -1)),
                value("terms: -1, ", () -> new ElectionSafety(List.of(), -1, 0)),
                value("unchecked: -1, ", () -> new ElectionSafety(List.of(), 0, -1)),
                value("term: -1, ", () -> new ElectionSafety.SplitTerm(-1, List.of())),
                value(
                        "elections: -1, ",
                        () -> new Summary(-1, new TreeMap<>(), NEVER, NEVER, Optional.empty(), Map.of())),
                value("times: -1, ", () -> new Summary.Tenure(-1, ZERO)),
                value("total: PT-1S, ", () -> new Summary.Tenure(0, BEFORE)),
                value("times: -1, ", () -> new Summary.Periods(-1, ZERO, ZERO)),
                value("total: PT-1S, ", () -> new Summary.Periods(0, BEFORE, ZERO)),
                value("longest: PT-1S, ", () -> new Summary.Periods(0, ZERO, BEFORE)),
                value("length: PT-1S, ", () -> new Summary.Overlap(ACQUIRED, ACQUIRED, BEFORE)),
                value("time: PT-1S, ", () -> new ManualTime().advance(BEFORE)),
                value("time: PT-1S, ", () -> new ManualTime().stall(BEFORE)));
    }

    @ParameterizedTest
    @MethodSource
    void impossible(String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message + "expected zero or more");
    }

    @Test
    void historyIsInOrderAndEndsAfterItsLastEvent() {
        assertThatThrownBy(() -> history(SECOND.multipliedBy(9), ACQUIRED, LOST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("event \"1.000s s1 lost term 2 (closed)\": is earlier than the event before it, at 2.000s");
        assertThatThrownBy(() -> history(SECOND, ACQUIRED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("until: PT1S, expected at least the time of the last event, PT2S");
        assertThat(history(SECOND.multipliedBy(2), LOST, ACQUIRED, ACQUIRED).events())
                .hasSize(3);
    }

    @Test
    void eventKeepsItsOwnCopyOfWhatIsOddInTheOrderOfTheKinds() {
        var odd = EnumSet.of(Anomaly.Kind.SPLIT_TERM, Anomaly.Kind.UNEXPECTED);
        var event = new Acquired(ZERO, S1, NONE, NONE, odd);
        odd.clear();

        assertThat(event).hasToString("0.000s s1 acquired !unexpected !split-term");
    }

    @Test
    void manualTimeEndsAfter292YearsAndSaysSo() {
        var time = new ManualTime();
        var ran = new AtomicInteger();
        time.schedule(SECOND, ran::incrementAndGet);
        time.schedule(Duration.ofSeconds(Long.MAX_VALUE), ran::incrementAndGet);
        var tooMuch = Duration.ofNanos(Long.MAX_VALUE).plusNanos(1);

        for (var much : List.of(tooMuch, Duration.ofSeconds(Long.MAX_VALUE))) {
            for (ThrowingCallable call : List.<ThrowingCallable>of(() -> time.advance(much), () -> time.stall(much))) {
                assertThatThrownBy(call)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("time: " + much + ", expected at most PT2562047H47M16.854775807S, since it is PT0S"
                                + " now and this time ends at PT2562047H47M16.854775807S");
            }
        }
        assertThat(time.nanoTime()).isZero();
        assertThat(ran).hasValue(0);
        assertThat(time.pending()).isEqualTo(2);

        time.advance(Duration.ofNanos(Long.MAX_VALUE));
        assertThat(time.nanoTime()).isEqualTo(Long.MAX_VALUE);
        assertThat(ran).hasValue(1);
        assertThatThrownBy(() -> time.advance(Duration.ofNanos(1))).hasMessageStartingWith("time: PT0.000000001S, ");
    }
}
