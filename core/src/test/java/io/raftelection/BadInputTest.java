package io.raftelection;

import static io.raftelection.TrackerFixture.FIVE;
import static io.raftelection.TrackerFixture.S1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input is rejected with an error that names the value and the allowed range, and changes nothing. */
@SuppressWarnings("NullAway") // null is what some of it is about
final class BadInputTest {
    private final TrackerFixture cluster = TrackerFixture.strict();
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
        assertThat(ServerId.of("s1")).isLessThan(ServerId.of("s2"));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x0000, 0x000a, 0x0085, 0x2028, 0x2029, 0xd800, // control characters, line breaks, half a character
                0x200b, 0x200d, 0x2060, 0xfeff, 0x00ad, // zero width
                0x200e, 0x202a, 0x202e, 0x2066, 0x061c, // bidirectional controls
                0x034f, 0x115f, 0x3164, 0x180b, 0xfe0f, 0xe0041,
                0xe0101, // ignorable, though Java calls them letters or marks
            })
    void serverIdHasNoInvisibleCharacterAnywhere(int codePoint) {
        var c = Character.toString(codePoint);
        var escaped = c.chars().mapToObj(unit -> String.format("\\u%04x", unit)).collect(Collectors.joining());

        for (var name : List.of(c, "ab" + c + "c", c + c)) {
            int place = name.indexOf(c) + 1;
            if (!name.isBlank()) {
                assertThatThrownBy(() -> ServerId.of(name))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("server id: character " + place + " is " + String.format("U+%04X", codePoint)
                                + ", expected no control character, no invisible character and no unpaired surrogate:"
                                + " \"" + name.replace(c, escaped) + "\"");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'\u00a0',U+00A0",
        "'\u2007\u202f',U+2007 U+202F",
        "'\u2800',U+2800",
        "'\u0301',U+0301",
        "' \u20dd',U+0020 U+20DD"
    })
    void serverIdHasSomethingToSee(String name, String codePoints) {
        assertThatThrownBy(() -> ServerId.of(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("server id: is blank, \"" + name + "\" (" + codePoints
                        + "), expected 1 to 255 characters that are not all white space");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s1", "e\u0301", "שרת1", "服务器 1", "🦊🚀", "-", "a\u00a0b", " a", "नमस्ते", "s1 acquired term 7"})
    void serverIdMayBeOfAnyScript(String name) {
        assertThat(ServerId.of(name).value()).isEqualTo(name);
        assertThat(LeadershipEvent.parse("0s \"" + name + "\" acquired")
                        .server()
                        .value())
                .isEqualTo(name);
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
    void nobodyIsExpectedOfNobody() {
        assertThatThrownBy(() -> tracker.expectAny(List.of(), FIVE))
                .hasMessage("servers: is empty, expected at least one");
        assertThatThrownBy(() -> tracker.expectAny(List.of(S1, ServerId.of("s9")), FIVE))
                .hasMessage("server s9: not tracked, expected one of s1, s2, s3");
    }

    @Test
    void unknownServerIsNamedWithAFewOfTheKnown() {
        try (var crowd = Tracker.lenient("crowd")) {
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
        assertThatThrownBy(() -> Tracker.lenient(" "))
                .hasMessage("name: is blank, \" \", expected 1 to 255 characters that are not all white space");
        assertThatThrownBy(() -> Tracker.builder("x").historySize(-1))
                .hasMessage("history size: -1, expected 0 to 1048576");
        assertThatThrownBy(() -> Tracker.builder("x").historySize((1 << 20) + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tracker.builder("x").mailboxSize(0))
                .hasMessage("mailbox size: 0, expected 1 to 1048576");
    }
}
