package io.raftelection;

import static io.raftelection.TrackerFixture.FIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message stays short even with many servers or a long reason. */
final class BoundedMessagesTest {
    private static final String TWENTY =
            "n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11, n12, n13, n14, n15, n16, n17, n18, n19";

    @Test
    void expectationNamesTwentyOfItsServers() {
        var time = new ManualTime();
        var servers =
                IntStream.range(0, 10_000).mapToObj(i -> ServerId.of("n" + i)).toList();
        try (var tracker =
                Tracker.builder("crowd").timer(time).executor(Runnable::run).build()) {
            servers.forEach(tracker::track);
            var future = tracker.expectAny(servers, FIVE);
            var named = "servers " + TWENTY + " and 9980 more";

            assertThat(future).hasToString(named + " within PT5S");
            assertThatThrownBy(() -> tracker.expect(servers.get(0), FIVE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(named + " have already requested leadership");
            time.advance(FIVE);
            assertThatThrownBy(future::done)
                    .isInstanceOf(LeadershipTimeoutException.class)
                    .message()
                    .startsWith(named + ": leadership not acquired within PT5S\n  n0: nothing heard\n")
                    .endsWith("\n  and 9980 more\nverdict: nothing was ever heard of " + named
                            + ", no leader is known here")
                    .hasLineCount(23);
        }
    }

    @Test
    void electionSafetyNamesTwentyTermsAndTwentyLeadersOfEach() {
        var events = new ArrayList<LeadershipEvent>();
        for (int term = 1; term <= 30; term++) {
            for (int server = 0; server < 30; server++) {
                events.add(LeadershipEvent.parse("0s n" + server + " acquired term " + term));
            }
        }
        var safety = new History("x", Instant.EPOCH, Duration.ZERO, events, 0).safety();

        assertThat(safety.splits()).hasSize(30);
        assertThat(safety.toString())
                .hasLineCount(22)
                .contains("\n  term 1: n0 at 0.000s, n1 at 0.000s, ", "n19 at 0.000s and 10 more\n")
                .endsWith("\n  and 10 more");
    }

    @ParameterizedTest
    @ValueSource(ints = {998, 999, 1_000})
    void reasonIsNotCutInsideASurrogatePair(int before) {
        try (var cluster = TrackerFixture.lenient()) {
            cluster.s1.acquired(1);
            cluster.s1.lost("z".repeat(before) + "🦊🦊");

            var reason =
                    ((LeadershipEvent.Lost) cluster.tracker.history().events().get(1)).reason();

            assertThat(reason).isEqualTo("z".repeat(before) + (before == 998 ? "🦊" : ""));
        }
    }

    @Test
    void namesAndLinesAreNotCutInsideASurrogatePair() {
        assertThatThrownBy(() -> ServerId.of("x".repeat(19) + "🦊".repeat(200)))
                .hasMessage("server id: has 419 characters, expected at most 255: " + "x".repeat(19) + "…");
        assertThatThrownBy(() -> LeadershipEvent.parse("x".repeat(199) + "🦊"))
                .hasMessageStartingWith("event \"" + "x".repeat(199) + "…\": column 1: ");
    }

    @Test
    void reasonShowsNoBidirectionalControlInTheNotation() {
        try (var cluster = TrackerFixture.lenient()) {
            LeadershipSink s1 = cluster.s1;
            s1.lost("a\u202eb\u200b");
            var event = cluster.tracker.history().events().get(0);

            assertThat(event).hasToString("0.000s s1 lost (\"a\\u202eb\\u200b\") !spurious-loss");
            assertThat(List.of(LeadershipEvent.parse(event.toString()))).containsExactly(event);
        }
    }
}
