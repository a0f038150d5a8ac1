package io.raftelection;

import static io.raftelection.TrackerFixture.S1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.spi.ManualTime;
import io.raftelection.spi.Timer;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stall of this JVM is measured by the timer, and explains only what it overlaps. */
@Timeout(120)
final class StallTest {
    private static final Duration HALF = Duration.ofMillis(500);

    private final ManualTime time = new ManualTime();

    private Tracker tracker() {
        return Tracker.builder("orders")
                .timer(time)
                .clock(time)
                .executor(Runnable::run)
                .stalls(HALF)
                .build();
    }

    @Test
    void lateTimerIsAStallAndATimerInTimeIsNone() {
        try (var tracker = tracker()) {
            time.advance(Duration.ofSeconds(10));
            time.stall(Duration.ofMillis(749));
            time.advance(Duration.ofSeconds(10));
            assertThat(tracker.history().facts()).isEmpty();

            time.stall(Duration.ofSeconds(4));
            assertThat(tracker.history().facts()).hasSize(1).first().satisfies(stall -> {
                assertThat(stall.kind()).isEqualTo(Fact.Kind.STALL);
                assertThat(stall.from()).isBetween(Duration.ofMillis(20_749), Duration.ofSeconds(21));
                assertThat(stall.at()).isEqualTo(Duration.ofMillis(24_749));
            });
        }
        assertThat(time.pending()).isZero();
    }

    @Test
    void changesThatOverlapAStallHaveItAsTheirCause() {
        try (var tracker = tracker()) {
            var sink = tracker.track(S1);
            sink.acquired(1);
            time.advance(Duration.ofSeconds(10));
            time.stall(Duration.ofSeconds(4));
            time.advance(HALF);
            sink.lost();
            sink.acquired(2);
            time.advance(Duration.ofSeconds(2));
            sink.lost();
            sink.acquired(3);

            assertThat(tracker.history().causes())
                    .extracting(change -> change.cause().kind())
                    .containsExactly(
                            Cause.Kind.START,
                            Cause.Kind.STALL,
                            Cause.Kind.STALL,
                            Cause.Kind.UNKNOWN,
                            Cause.Kind.UNKNOWN);
            assertThat(tracker.history().causes().get(2).cause().evidence())
                    .isEqualTo("s1 lost leadership at 14.500s: the time from 13.500s to 14.500s overlapped a stall of"
                            + " the tracker's JVM from 10.250s to 14.000s");
        }
    }

    @Test
    void summaryCountsAnElectionThatWasReportedBeforeItsStall() {
        try (var tracker = tracker()) {
            var summary = new SummaryBuilder();
            var sink = tracker.track(S1);
            tracker.subscribe(summary);
            sink.acquired(1);
            time.advance(Duration.ofSeconds(10));
            time.schedule(Duration.ofMillis(100), () -> sink.acquired(2)); // due before the timer of the stall
            time.stall(Duration.ofSeconds(4));

            var expected = Map.of(Cause.Kind.START, 1L, Cause.Kind.STALL, 1L);
            assertThat(summary.build(tracker.elapsed()).causes()).isEqualTo(expected);
            assertThat(tracker.history().summary().causes()).isEqualTo(expected);
            assertThat(tracker.history().causes()).last().asString().contains(": stall, ", "the time from 13.000s");
        }
    }

    @Test
    void stallThatAnotherProcessRecordedExplainsChangesOfItsServerOnly() {
        try (var tracker = Tracker.builder("orders")
                .timer(time)
                .clock(time)
                .executor(Runnable::run)
                .build()) {
            var s1 = tracker.track(S1);
            var s2 = tracker.track(ServerId.of("s2"));
            s1.acquired(1);
            time.advance(Duration.ofSeconds(10));
            s1.stalled(Duration.ofSeconds(4));
            s1.lost();
            s2.acquired(2);
            s2.lost();

            assertThat(tracker.history().facts()).hasToString("[10.000s s1 stall ends after 4.000s]");
            assertThat(tracker.history().causes())
                    .extracting(change -> change.cause().kind())
                    .containsExactly(Cause.Kind.START, Cause.Kind.STALL, Cause.Kind.STALL, Cause.Kind.UNKNOWN);
            assertThat(tracker.history().causes().get(1).cause().evidence())
                    .isEqualTo("the time from 9.000s to 10.000s overlapped a stall of the process of s1"
                            + " from 6.000s to 10.000s");
        }
    }

    @Test
    @SuppressWarnings("NullAway") // a sink never throws
    void stallThatNoProcessCanHaveIsIgnored() {
        var tracker = tracker();
        var sink = tracker.track(S1);
        sink.stalled(null);
        sink.stalled(Duration.ofNanos(-1));
        var attachment = sink.newAttachment();
        attachment.stalled(Duration.ofSeconds(1));
        tracker.untrack(S1);
        attachment.stalled(Duration.ofSeconds(2));
        tracker.close();
        attachment.stalled(Duration.ofSeconds(3));

        assertThat(tracker.history().facts()).hasToString("[0.000s s1 stall ends after 1.000s]");
    }

    @Test
    void trackerWorksWithATimerThatCannotSchedule() {
        var broken = new Timer() {
            @Override
            public long nanoTime() {
                return time.nanoTime();
            }

            @Override
            public Cancellable schedule(Duration delay, Runnable task) {
                throw new IllegalStateException("no timer");
            }
        };
        try (var tracker = Tracker.builder("orders").timer(broken).stalls(HALF).build()) {
            tracker.track(S1).acquired(1);
            assertThat(tracker.leader()).isPresent();
        }
    }

    @Test
    void tooShortStallsAreRefused() {
        assertThatThrownBy(() -> Tracker.builder("x").stalls(Duration.ofMillis(9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stalls: PT0.009S, expected at least PT0.01S");
        assertThatThrownBy(() -> Tracker.builder("x").stalls(Duration.ZERO))
                .hasMessage("stalls: PT0S, expected more than zero and at most PT8760H");
    }

    @Test
    void stoppedProcessSeesItsStallWhenItGoesOn() throws Exception {
        var classes = Stream.of(Tracker.class, Stalled.class)
                .map(type -> location(type))
                .collect(Collectors.joining(File.pathSeparator));
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(java, "-cp", classes, Stalled.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("runs");
            signal("STOP", process);
            assertThat(process.waitFor(2, TimeUnit.SECONDS)).isFalse();
            signal("CONT", process);

            var stall = out.readLine();
            var matcher = Pattern.compile("stall ends after (\\d+\\.\\d+)s, cause stall")
                    .matcher(stall);
            assertThat(matcher.find()).as(stall).isTrue();
            assertThat(Double.parseDouble(matcher.group(1))).isBetween(1.5, 60.0);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void signal(String signal, Process process) throws Exception {
        var kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    private static String location(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }
}
