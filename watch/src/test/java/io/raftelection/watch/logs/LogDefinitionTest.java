package io.raftelection.watch.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogDefinitionTest {
    private static final String MINE = """
            # A system of one's own.
            system mine
            time at=(?<time>\\S+)

            acquired
              contains leads now
              pattern (?<server>\\w+) leads now

            candidate-term
              contains stands for
              pattern (?<server>\\w+) stands for (?<term>\\d+)

            members
              contains members are
              pattern (?<server>\\w+) members are (?<voters>[^;]+); learners (?<learners>.+)
              each (?<member>\\w+)@

            ready
              contains is ready
              pattern (?<server>\\w+) is ready
            """;

    @TempDir
    Path folder;

    @Test
    void everyKindOfADefinitionIsRead() throws Exception {
        var log = Files.writeString(folder.resolve("a.log"), """
                x 2020-01-01 00:00:00 at=1764060000.250 s1 stands for 7
                x 2020-01-01 00:00:00 at=1764060001 s1 leads now
                x 2020-01-01 00:00:00 at=1764060002 s1 is ready
                x 2020-01-01 00:00:00 at=1764060003 s1 members are s1@a, s2@b; learners s3@c
                """);
        var options = new LogOptions(
                List.of(LogDefinition.parse("mine.logs", MINE)), Optional.empty(), Optional.of("orders"));

        var group = ClusterLogs.read(List.of(Samples.log(log, Optional.empty(), ZoneOffset.UTC)), options)
                .groups()
                .get("");

        assertThat(group).isNotNull();
        assertThat(Samples.events(group.history())).isEqualTo("""
                08:40:01.000 s1 acquired term 7
                08:40:02.000 s1 ready term 7
                08:40:03.000 s1 members s1 s2 learners s3
                """);
        assertThat(group.history().cluster()).isEqualTo("orders");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            system x;aquired                                      | line 2: keyword "aquired", expected system, time, contains, pattern, each or a kind: acquired, lost, ready
            system x;acquired s1                                  | line 2: kind "acquired": is followed by "s1", expected nothing
            system x;contains text                                | line 2: contains: belongs to no rule, expected a kind before it: acquired
            system x;lost;contains abc                            | line 3: contains "abc": expected at least 4 characters
            system x;lost;contains text                           | line 2: lost: has no pattern, expected a regular expression with named groups
            system x;lost;pattern text                            | line 2: lost: has no contains, expected a text that all its lines contain
            system x;lost;contains text;pattern a(b               | line 4: pattern "a(b": Unclosed group at character 4, expected a regular expression of Java
            system x;lost;contains text;pattern (?<term>.)        | line 4: group "term" in a pattern of lost, expected group, reason, scope, server, time
            system x;follows;contains text;pattern text           | line 4: pattern of follows: has no group "leader", expected (?<leader>...)
            system x;time (?<when>.)                              | line 2: time "(?<when>.)": has the groups [when], expected [time]
            system x;members;contains text;each a                 | line 4: each "a": has the groups [], expected member or decimal
            system a b                                            | line 1: system "a b": expected 1 to 40 letters, digits, dots, hyphens or underscores
            lost;contains text;pattern text                       | line 1: has no system, expected a line such as: system etcd
            system x                                              | line 1: has no rule, expected one or more of acquired
            """)
    void mistakeNamesFileLineValueAndWhatIsAllowed(String lines, String message) {
        assertThatThrownBy(() -> LogDefinition.parse("my.logs", lines.replace(';', '\n')))
                .isInstanceOf(LogsException.class)
                .hasMessageStartingWith("my.logs, " + message);
    }

    /** Without the limit, this pattern would run for years. */
    @Test
    void patternThatBacktracksWithoutEndFails() throws Exception {
        var log = Files.writeString(folder.resolve("a.log"), "2026-01-01 00:00:00 text " + "a".repeat(60) + "\n");
        var slow = LogDefinition.parse("slow.logs", "system slow\nlost\ncontains text\npattern (?<server>(a+)+)\\2b\n");

        assertThatThrownBy(() -> ClusterLogs.read(
                        List.of(Samples.log(log, Optional.empty(), ZoneOffset.UTC)),
                        new LogOptions(List.of(slow), Optional.empty(), Optional.empty())))
                .isInstanceOf(LogsException.class)
                .hasMessage("slow.logs, line 2: pattern of lost reads a line more than 4000000 times, line 1 of a.log,"
                        + " expected a pattern without nested repetition");
    }

    @Test
    void builtInDefinitionsAreValid() {
        assertThat(LogDefinition.builtIn())
                .extracting(LogDefinition::system)
                .contains("etcd", "kafka", "ratis", "jraft", "rabbitmq", "hashicorp-raft", "ovsdb", "zookeeper");
    }
}
