package io.raftelection;

import static io.raftelection.TrackerFixture.S1;
import static io.raftelection.TrackerFixture.S2;
import static io.raftelection.TrackerFixture.S3;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Standing.Role;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which servers vote and which learn, as the servers report it. */
final class ConfigurationsTest {
    private static final ServerId REMOTE = ServerId.of("remote");

    private final TrackerFixture cluster = TrackerFixture.lenient();
    private final Tracker tracker = cluster.tracker;

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void nobodyLeadsOnlyIfEveryVoterSaysSo() {
        cluster.s1.followsNobody(7);
        cluster.s2.followsNobody(7);
        cluster.s3.followsNobody(7);
        assertThat(tracker).hasToString("tracker orders: no leader is known here");

        cluster.s1.members(Set.of(S1, S2, S3), Set.of(REMOTE));
        assertThat(tracker).hasToString("tracker orders: nobody leads");

        cluster.s1.members(Set.of(S1, S2, S3, REMOTE), Set.of());
        assertThat(tracker).hasToString("tracker orders: no leader is known here");
    }

    @Test
    void learnersAndRemovedServersDoNotStandAsFollowing() {
        cluster.s1.members(Set.of(S1), Set.of(S2));

        assertThat(tracker.standings())
                .extracting(Standing::role)
                .containsExactly(Role.FOLLOWING, Role.LEARNER, Role.NON_MEMBER);
        assertThat(tracker.history().toString()).isEqualTo("0.000s s1 members s1 learners s2");
    }

    @Test
    void leadersConfigurationIsTheLatestOne() {
        cluster.s1.acquired(7);
        cluster.s1.members(Set.of(S1, S2), Set.of());
        cluster.s2.members(Set.of(S1, S2, S3), Set.of());

        assertThat(tracker.members().orElseThrow().voters()).containsExactly(S1, S2);
        cluster.s1.lost();
        assertThat(tracker.members().orElseThrow().voters()).containsExactly(S1, S2, S3);
    }

    @Test
    void configurationThatIsNoneIsDroppedAndCounted() {
        cluster.s1.members(Set.of(S1), Set.of(S1));

        assertThat(tracker.members()).isEmpty();
        assertThat(tracker.dropped()).isEqualTo(1);
    }
}
