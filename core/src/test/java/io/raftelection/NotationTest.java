package io.raftelection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.LeadershipEvent.Members;
import io.raftelection.LeadershipEvent.Ready;
import io.raftelection.Loss.Cause;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The notation: every printed event can be parsed, and a parse error names the column. */
final class NotationTest {
    private static final List<Cause> CAUSES = List.of(Cause.values());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12.304s s2 acquired term 7",
                "12.871s s2 lost term 7 (stepped down)",
                "13.020s s3 acquired term 8 !unexpected",
                "0.000s s3 acquired",
                "0.009s s3 lost (missed) !missed-loss !split-term",
                "0.099s \"a b\" lost term 0 (\"the engine's \\\"words\\\" \\u000a\\\\\") !spurious-loss",
                "999999999.999s \"a(b\" acquired term 9223372036854775807 !unexpected !duplicate !stale",
                "1.000s ä lost (ignored)",
                "15.250s s4 acquired term 9 observed within 0.250s !unexpected",
                "12.310s s1 follows s2 term 7",
                "12.310s s1 follows s2",
                "12.880s s1 follows nobody term 7 !stale-view",
                "12.880s s1 follows nobody",
                "12.880s s1 follows unknown",
                "12.880s s1 follows \"nobody\" term 1 !split-term",
                "12.880s s1 follows \"unknown\" term 1",
                "12.880s s1 follows term term 1",
                "12.340s s2 ready term 7",
                "12.340s s2 ready !spurious-ready",
                "12.400s s2 members s1 s2 s3",
                "12.400s s2 members \"a b\" \"learners\" learners \"nobody\" s4",
                "12.400s s2 members learners s4",
                "12.400s s2 members",
                "15.250s s4 lost (\"observed within 1s\") observed within 999999999.999s",
            })
    void lineIsPrintedAsItWasRead(String line) {
        assertThat(LeadershipEvent.parse(line)).hasToString(line);
    }

    @Test
    void timeIsRoundedDownToMilliseconds() {
        assertThat(LeadershipEvent.parse("1.9999s s acquired")).hasToString("1.999s s acquired");
        assertThat(LeadershipEvent.parse("1s s acquired").at()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void uncertaintyIsRoundedUpToMilliseconds() {
        assertThat(LeadershipEvent.parse("1s s acquired observed within 1.9991s"))
                .hasToString("1.000s s acquired observed within 2.000s");
        assertThat(LeadershipEvent.parse("1s s acquired observed within 0.000000001s"))
                .hasToString("1.000s s acquired observed within 0.001s");
    }

    @Test
    void anyEventThatIsPrintedIsReadAgain() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            var event = event(random);
            assertThat(LeadershipEvent.parse(event.toString()))
                    .as("seed " + seed)
                    .isEqualTo(event);
        }
    }

    private static LeadershipEvent event(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> acquired(random);
            case 1 -> lost(random);
            case 2 -> new Ready(at(random), server(random), term(random), OptionalLong.empty(), anomalies(random));
            case 3 -> follows(random);
            default -> new Members(at(random), server(random), Set.of(server(random)), Set.of(ServerId.of("learner")));
        };
    }

    private static Follows follows(Random random) {
        boolean unknown = random.nextInt(3) == 0;
        return new Follows(
                at(random),
                server(random),
                unknown || random.nextBoolean() ? Optional.empty() : Optional.of(server(random)),
                unknown ? OptionalLong.empty() : term(random),
                unknown,
                anomalies(random),
                unknown ? Duration.ZERO : uncertainty(random),
                !unknown && random.nextBoolean());
    }

    private static Acquired acquired(Random random) {
        return new Acquired(
                at(random),
                server(random),
                term(random),
                OptionalLong.empty(),
                anomalies(random),
                uncertainty(random),
                random.nextBoolean());
    }

    private static Lost lost(Random random) {
        var cause = CAUSES.get(random.nextInt(CAUSES.size()));
        var reason = cause == Cause.ENGINE_REASON ? text(random) : "";
        return new Lost(
                at(random),
                server(random),
                term(random),
                OptionalLong.empty(),
                cause,
                reason,
                anomalies(random),
                uncertainty(random));
    }

    private static Duration at(Random random) {
        return Duration.ofMillis(random.nextInt(100_000_000));
    }

    private static Duration uncertainty(Random random) {
        return random.nextBoolean() ? Duration.ZERO : at(random);
    }

    private static OptionalLong term(Random random) {
        return random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong() & Long.MAX_VALUE);
    }

    private static ServerId server(Random random) {
        while (true) {
            try {
                return ServerId.of(text(random));
            } catch (IllegalArgumentException e) {
                // some texts are not valid names
            }
        }
    }

    /** Generates any UTF-16 units, preferring those with a meaning in the notation. */
    private static String text(Random random) {
        var text = new StringBuilder();
        for (int length = 1 + random.nextInt(8); length > 0; length--) {
            text.append(
                    random.nextInt(3) == 0
                            ? (char) random.nextInt(0x10000)
                            : "\"\\!()# u0as".charAt(random.nextInt(11)));
        }
        return text.toString();
    }

    private static Set<Anomaly.Kind> anomalies(Random random) {
        var kinds = EnumSet.noneOf(Anomaly.Kind.class);
        for (var kind : Anomaly.Kind.values()) {
            if (random.nextInt(8) == 0) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            x|column 1: expected seconds as in 12.304s
            1.s s acquired|column 1: expected seconds as in 12.304s
            1234567890s s acquired|column 1: expected seconds as in 12.304s
            1s|column 3: expected a space
            1s  acquired|column 4: expected a server
            1s "" acquired|column 4: server id: is blank
            1s s|column 5: expected a space
            1s s won|column 6: expected acquired, ready, lost, follows or members
            1s s acquired term|column 14: expected an anomaly or the end of the line
            1s s acquired term -1|column 14: expected an anomaly or the end of the line
            1s s acquired term 9999999999999999999|column 15: expected a term of at most 9223372036854775807
            1s s lost|column 10: expected a cause in parentheses
            1s s lost (bored)|column 12: expected stepped down, superseded, missed, ignored, closed or quoted words
            1s s lost ()|column 12: expected a cause
            1s s lost (engine reason)|column 12: expected stepped down, superseded, missed, ignored, closed or quoted words
            1s s lost ("x" )|column 15: expected a closing parenthesis
            1s s acquired !odd|column 15: expected an anomaly, one of [UNEXPECTED
            1s s acquired observed within|column 14: expected an anomaly or the end of the line
            1s s acquired observed within x|column 31: expected seconds as in 12.304s
            1s s acquired observed within 0.0s|column 31: expected a time of more than zero
            1s s follows|column 13: expected a space
            1s s follows  x|column 14: expected a server
            1s s follows nobody x|column 20: expected an anomaly or the end of the line
            1s s follows unknown term 1|column 21: expected an anomaly or the end of the line
            1s s ready x|column 11: expected an anomaly or the end of the line
            1s s members a a|column 16: expected a server that was not named before
            1s s members a learners|column 24: expected a learner
            1s s members a learners b learners\"|column 26: expected a space and a server
            1s s members a learners a b b|column 25: learner a: votes too, expected one of the two
            1s s members a learners a|column 25: learner a: votes too, expected one of the two
            1s s members a !x|column 16: expected a server
            1s s acquired now|column 14: expected an anomaly or the end of the line
            """)
    void lineThatIsNoneIsSaidWhere(String line, String message) {
        assertThatThrownBy(() -> LeadershipEvent.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("event \"" + line + "\": " + message);
    }

    @Test
    void errorIsOneLineThatATerminalCanShow() {
        assertThatThrownBy(() -> LeadershipEvent.parse("1s s\n\u001b\u0085"))
                .hasMessage("event \"1s s???\": column 5: expected a space");
    }

    @Test
    void errorQuotesNoMoreThanItMust() {
        assertThatThrownBy(() -> LeadershipEvent.parse("x".repeat(1_000_000)))
                .hasMessage("event \"" + "x".repeat(200) + "…\": column 1: expected seconds as in 12.304s");
    }
}
