package io.raftelection.proofs.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.proofs.ratis.Fact.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Lines that Ratis logged, and what the comparison says of a tracker that reported nothing. */
final class ComparisonTest {
    private static final String ELECTED =
            "s0@group-163F472BFA88: changes role from CANDIDATE to LEADER at term 1 for changeToLeader";
    private static final String NOTIFIED = "s0@group-163F472BFA88: change Leader from null to s0 at term 1 for"
            + " becomeLeader, leader elected after 172ms";
    private static final String SHUTDOWN = "s0@group-163F472BFA88: shutdown";

    @Test
    void electionThatRatisGaveUpBecauseTheServerClosesIsNotReported() {
        assertThat(differenceOfNothingTo(ELECTED, SHUTDOWN)).isEmpty();
    }

    @Test
    void electionThatRatisNotifiedIsReported() {
        assertThat(differenceOfNothingTo(ELECTED, NOTIFIED, SHUTDOWN)).isPresent();
    }

    @Test
    void electionOfAServerThatGoesOnIsReported() {
        assertThat(differenceOfNothingTo(ELECTED)).isPresent();
    }

    @Test
    void leadershipThatEndsWithTheServerIsReported() {
        var acquired = Fact.of(Kind.ACQUIRED, 1);
        var lost = Fact.of(Kind.LOST, 1);
        assertThat(Comparison.difference(facts(ELECTED, NOTIFIED, SHUTDOWN), List.of(acquired, lost)))
                .isEmpty();
        assertThat(Comparison.difference(facts(ELECTED, NOTIFIED, SHUTDOWN), List.of(acquired)))
                .isPresent();
    }

    @Test
    void viewWhoseTermIsNotCertainMayBeLateOrMissingButNotWrong() {
        var follows =
                "s0@group-163F472BFA88: change Leader from null to s1 at term 1 for APPEND_ENTRIES, leader elected";
        var candidate =
                "s0@group-163F472BFA88: changes role from FOLLOWER to CANDIDATE at term 1 for changeToCandidate";
        var engine = facts(follows, candidate, SHUTDOWN);
        var view = Fact.follows("s1", 1);
        var nobody = Fact.of(Kind.FOLLOWS_NOBODY, 1);
        var ended = Fact.of(Kind.ENDED, -1);

        assertThat(Comparison.difference(engine, List.of(view, ended))).isEmpty();
        assertThat(Comparison.difference(engine, List.of(nobody, ended))).isEmpty();
        assertThat(Comparison.difference(engine, List.of())).isEmpty();
        assertThat(Comparison.difference(engine, List.of(nobody, view, ended))).isPresent();
        assertThat(Comparison.difference(engine, List.of(Fact.follows("s1", 2), ended)))
                .isPresent();
        assertThat(Comparison.difference(engine, List.of(Fact.follows("s2", 1), ended)))
                .isPresent();
    }

    @Test
    void changeThatComesWhileTheServerClosesMayBeReported() {
        var follows =
                "s0@group-163F472BFA88: change Leader from null to s1 at term 2 for APPEND_ENTRIES, leader elected";
        var view = Fact.follows("s1", 2);
        var ended = Fact.of(Kind.ENDED, -1);
        var started = "s0@group-163F472BFA88: changes role from null to FOLLOWER at term 2 for startAsFollower";

        assertThat(Comparison.difference(facts(SHUTDOWN, follows), List.of(view, ended)))
                .isEmpty();
        assertThat(Comparison.difference(facts(SHUTDOWN, follows, started), List.of()))
                .isEmpty();
        assertThat(Comparison.difference(facts(SHUTDOWN, started), List.of(view, ended)))
                .isPresent();
        assertThat(Comparison.difference(facts(ELECTED, NOTIFIED, SHUTDOWN, follows), List.of()))
                .isPresent();
    }

    private static Optional<String> differenceOfNothingTo(String... lines) {
        return Comparison.difference(facts(lines), List.of());
    }

    private static List<Fact> facts(String... lines) {
        return RoleLog.facts(Stream.of(lines)).getOrDefault("s0@group-163F472BFA88", List.of());
    }
}
