package io.raftelection;

import static io.raftelection.Cluster.FIVE;
import static io.raftelection.Cluster.S1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input gets an error that names the value and what was allowed, and changes nothing. */
@SuppressWarnings("NullAway") // null is what some of it is about
final class BadInputTest {
    private final Cluster cluster = Cluster.strict();
    private final Tracker tracker = cluster.tracker;

    @AfterEach
    void nothingChanged() {
        assertThat(tracker.standings())
                .hasSize(3)
                .allSatisfy(standing -> assertThat(standing.role()).isEqualTo(Standing.Role.FOLLOWING));
        assertThat(cluster.time.pending()).isZero();
        cluster.close();
    }

    @Test
    void serverIdHasRules() {
        assertThatThrownBy(() -> ServerId.of(null))
                .hasMessage("server id: is null, expected 1 to 255 characters that are not all white space");
        assertThatThrownBy(() -> ServerId.of(" \t"))
                .hasMessage(
                        "server id: is blank, \" \\u0009\", expected 1 to 255 characters that are not all white space");
        assertThat(ServerId.of("x".repeat(255)).value()).hasSize(255);
        assertThatThrownBy(() -> ServerId.of("x".repeat(256)))
                .hasMessage("server id: has 256 characters, expected at most 255: xxxxxxxxxxxxxxxxxxxx…");
        for (var bad : List.of("a\nb", "a\u0000b", "a\u2028b", "a\u2029b", "a\ud800b")) {
            assertThatThrownBy(() -> ServerId.of(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("server id: has a control character, a line break or an unpaired surrogate: \"a"
                            + String.format("\\u%04x", (int) bad.charAt(1)) + "b\"");
        }
        assertThat(ServerId.of("s1")).isLessThan(ServerId.of("s2"));
    }

    @ParameterizedTest
    @CsvSource({"PT0S", "PT-1S", "PT8760H0.000000001S", "PT2562047788015215H30M7S"})
    void timeoutHasBounds(Duration timeout) {
        var message = "timeout: " + timeout + ", expected more than zero and at most PT8760H";

        assertThatThrownBy(() -> tracker.expect(S1, timeout)).hasMessage(message);
        assertThatThrownBy(() -> tracker.expectAny(List.of(S1), timeout)).hasMessage(message);
        assertThatThrownBy(() -> tracker.await(S1, timeout)).hasMessage(message);
        assertThatThrownBy(() -> tracker.awaitLeader(timeout))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void longestTimeoutIsAccepted() {
        assertThat(tracker.expect(S1, Duration.ofDays(365)).cancel()).isTrue();
    }

    @Test
    void nullIsNamed() {
        assertThatThrownBy(() -> tracker.expect(null, FIVE)).hasMessage("server: is null");
        assertThatThrownBy(() -> tracker.expect(S1, null)).hasMessage("timeout: is null");
        assertThatThrownBy(() -> tracker.expectAny(null, FIVE)).hasMessage("servers: is null");
        assertThatThrownBy(() -> tracker.track((ServerId) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("server: is null");
        assertThatThrownBy(() -> tracker.subscribe(null)).hasMessage("listener: is null");
        assertThatThrownBy(() -> tracker.untrack(null)).hasMessage("server: is null");
        assertThatThrownBy(() -> Tracker.open(null)).hasMessage("name: is null");
        assertThatThrownBy(() -> Tracker.builder("x").executor(null)).hasMessage("executor: is null");
    }

    @Test
    void nobodyIsExpectedOfNobody() {
        assertThatThrownBy(() -> tracker.expectAny(List.of(), FIVE))
                .hasMessage("servers: is empty, expected at least one");
        assertThatThrownBy(() -> tracker.expectAny(List.of(S1, ServerId.of("s9")), FIVE))
                .hasMessage("server s9: not tracked, expected one of s1, s2, s3");
    }

    @Test
    void unknownServerIsNamedWithAFewOfTheKnown() {
        try (var crowd = Tracker.open("crowd")) {
            assertThatThrownBy(() -> crowd.await(S1, FIVE)).hasMessage("server s1: not tracked, no server is");
            for (int i = 10; i < 32; i++) {
                crowd.track(ServerId.of("n" + i));
            }
            assertThatThrownBy(() -> crowd.untrack(S1))
                    .hasMessageStartingWith("server s1: not tracked, expected one of n10, n11")
                    .hasMessageEndingWith("n29 and 2 more");
        }
    }

    @Test
    void settingsHaveBounds() {
        assertThatThrownBy(() -> Tracker.open(" "))
                .hasMessage("name: is blank, \" \", expected 1 to 255 characters that are not all white space");
        assertThatThrownBy(() -> Tracker.builder("x").historySize(-1))
                .hasMessage("history size: -1, expected 0 to 1048576");
        assertThatThrownBy(() -> Tracker.builder("x").historySize((1 << 20) + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tracker.builder("x").mailboxSize(0))
                .hasMessage("mailbox size: 0, expected 1 to 1048576");
    }
}
