package io.raftelection.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests that the evidence about a clock is bounded and still sufficient. */
final class ClockEvidenceTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final int TERMS = 300_000;

    @Test
    void clocksOfLongRecordingsAreComparedWithBoundedMemory() {
        var leader = new ClockEvidence();
        var follower = new ClockEvidence();
        for (int term = 1; term <= TERMS; term++) {
            var at = Duration.ofSeconds(100L + term);
            leader.on(new Acquired(at, S1, OptionalLong.of(term), OptionalLong.empty(), Set.of()));
            // The follower has missed every event of the first half.
            if (term > TERMS / 2) {
                follower.on(
                        new Follows(at.minusSeconds(50), S2, Optional.of(S1), OptionalLong.of(term), false, Set.of()));
            }
        }
        leader.ended(Instant.EPOCH, Duration.ofSeconds(TERMS));
        follower.ended(Instant.EPOCH, Duration.ofSeconds(TERMS));

        assertThat(leader.acquired()).hasSizeBetween(ClockEvidence.MAX_TERMS / 3, ClockEvidence.MAX_TERMS);
        assertThat(ClockOffsets.of(List.of(leader, follower)).files().get(1).applied())
                .isEqualTo(Duration.ofSeconds(50));
    }

    @Test
    void manyLeadersOfOneTermDoNotFillTheMemory() {
        var evidence = new ClockEvidence();
        for (int server = 0; server < ClockEvidence.MAX_TERMS * 2; server++) {
            evidence.on(new Acquired(
                    Duration.ZERO,
                    ServerId.of("s" + server % 100_000),
                    OptionalLong.of(Long.MAX_VALUE - 1),
                    OptionalLong.empty(),
                    Set.of()));
        }

        assertThat(evidence.acquired()).hasSizeLessThanOrEqualTo(ClockEvidence.MAX_TERMS);
    }

    @Test
    void clocksThatAreFarApartDoNotOverflow() {
        var one = new ClockEvidence();
        var two = new ClockEvidence();
        one.on(new Acquired(Duration.ofDays(100_000), S1, OptionalLong.of(1), OptionalLong.empty(), Set.of()));
        two.on(new Follows(Duration.ZERO, S2, Optional.of(S1), OptionalLong.of(1), false, Set.of()));
        one.ended(Instant.MIN, Duration.ofDays(100_000));
        two.ended(Instant.MAX, Duration.ZERO);

        assertThat(ClockOffsets.of(List.of(one, two)).files())
                .allSatisfy(offset -> assertThat(offset.start()).isGreaterThanOrEqualTo(Duration.ZERO));
    }
}
