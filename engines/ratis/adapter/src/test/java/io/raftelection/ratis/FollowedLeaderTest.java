package io.raftelection.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import java.io.IOException;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorageMetadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The term of a leader is reported only if it is certain, whatever a candidate does to the term at that moment. */
final class FollowedLeaderTest {
    private static final RaftPeerId SELF = RaftPeerId.valueOf("s1");
    private static final RaftPeerId S2 = RaftPeerId.valueOf("s2");
    private static final RaftPeerId S3 = RaftPeerId.valueOf("s3");
    private static final ServerId NAME = ServerId.of("second");
    private static final ServerId THIRD = ServerId.of("third");

    private final ScriptedServer server = new ScriptedServer();
    private final TrackedDivision division = new TrackedDivision();
    private final FollowedLeader followed = new FollowedLeader();

    @BeforeEach
    void initialize() throws IOException {
        division.initialized(server.server(), RaftGroupId.randomId());
    }

    private void voted(RaftPeerId leader, long term) {
        server.vote = RaftStorageMetadata.valueOf(term, leader);
    }

    private boolean changed(RaftPeerId leader, ServerId name, long term) {
        server.term = term;
        return followed.changed(leader, name, division);
    }

    @Test
    void termInWhichTheServerVotedForTheLeaderIsCertain() {
        voted(S2, 3);

        assertThat(changed(S2, NAME, 3)).isTrue();
        assertThat(followed.term()).isEqualTo(3);
        assertThat(followed.applied(3)).as("it is reported already").isNull();
    }

    @Test
    void termOfWhichTheServerHasAnEntryIsCertain() {
        server.lastEntry = TermIndex.valueOf(3, 17);

        assertThat(changed(S2, NAME, 3)).isTrue();
        assertThat(changed(S2, NAME, 4)).isFalse();
    }

    @Test
    void candidateThatIncreasesTheTermAtThatMomentDoesNotGiveItToTheLeader() {
        server.lastEntry = TermIndex.valueOf(3, 17);
        voted(S2, 3);
        assertThat(changed(S2, NAME, 4)).as("its vote is not yet stored").isFalse();

        voted(SELF, 4);
        assertThat(changed(S2, NAME, 4)).isFalse();

        voted(RaftPeerId.valueOf(""), 4);
        assertThat(changed(S2, NAME, 4))
                .as("another thread stored the term before the candidate's vote")
                .isFalse();
    }

    @Test
    void appliedEntryOfTheTermMakesItCertain() {
        voted(SELF, 3);
        changed(S2, NAME, 3);

        assertThat(followed.applied(2)).as("an earlier leader's entry").isNull();
        assertThat(followed.applied(3)).isEqualTo(NAME);
        assertThat(followed.applied(3)).as("it is reported already").isNull();
    }

    @Test
    void entryOfTheNextLeaderDoesNotCountForTheLastOne() {
        changed(S2, NAME, 4); // leads term 3; the server is a candidate of term 4
        changed(S3, THIRD, 4);

        assertThat(followed.applied(4)).isEqualTo(THIRD);
    }

    @Test
    void leaderThatIsNoLongerFollowedIsNotReported() {
        changed(S2, NAME, 3);
        followed.ended();

        assertThat(followed.applied(3)).isNull();
    }

    @Test
    void leaderOfADivisionThatCannotBeAskedHasNoTerm() {
        assertThat(followed.changed(S2, NAME, new TrackedDivision())).isTrue();
        assertThat(followed.term()).isEqualTo(TrackedDivision.UNKNOWN);
    }
}
