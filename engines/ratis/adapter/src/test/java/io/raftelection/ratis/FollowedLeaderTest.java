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
    private static final RaftPeerId NOBODY = RaftPeerId.valueOf("");
    private static final ServerId SECOND = ServerId.of("second");
    private static final ServerId THIRD = ServerId.of("third");

    private final ScriptedServer server = new ScriptedServer();
    private final TrackedDivision division = new TrackedDivision();
    private final FollowedLeader followed = new FollowedLeader();

    @BeforeEach
    void initialize() throws IOException {
        division.initialized(server.server(), RaftGroupId.randomId());
    }

    private void stored(long term, RaftPeerId vote) {
        server.vote = RaftStorageMetadata.valueOf(term, vote);
    }

    private boolean changed(ServerId leader, long term) {
        server.term = term;
        return followed.changed(leader, division);
    }

    @Test
    void termOfAServerThatWasNoCandidateIsCertain() {
        stored(3, S2);
        assertThat(changed(SECOND, 3)).isTrue();
        assertThat(followed.term()).isEqualTo(3);
        assertThat(followed.applied(3)).as("it is reported already").isNull();

        stored(4, NOBODY);
        assertThat(changed(SECOND, 4)).isTrue();
    }

    @Test
    void termOfWhichTheServerHasAnEntryIsCertain() {
        stored(3, SELF);
        server.lastEntry = TermIndex.valueOf(3, 17);

        assertThat(changed(SECOND, 3)).isTrue();
    }

    @Test
    void candidateThatIncreasesTheTermAtThatMomentDoesNotGiveItToTheLeader() {
        server.lastEntry = TermIndex.valueOf(3, 17);
        stored(3, S2);
        assertThat(changed(SECOND, 4)).as("its term is not yet stored").isFalse();

        stored(4, SELF);
        assertThat(changed(SECOND, 4)).isFalse();
    }

    @Test
    void appliedEntryOfTheTermMakesItCertain() {
        stored(3, SELF);
        changed(SECOND, 3);

        assertThat(followed.applied(2)).as("an earlier leader's entry").isNull();
        assertThat(followed.applied(3)).isEqualTo(SECOND);
        assertThat(followed.applied(3)).as("it is reported already").isNull();
    }

    @Test
    void entryOfTheNextLeaderDoesNotCountForTheLastOne() {
        stored(4, SELF);
        changed(SECOND, 4); // it leads term 3; the server is a candidate of term 4
        changed(THIRD, 4);

        assertThat(followed.applied(4)).isEqualTo(THIRD);
    }

    @Test
    void leaderThatIsNoLongerFollowedIsNotReported() {
        stored(3, SELF);
        changed(SECOND, 3);
        followed.ended();

        assertThat(followed.applied(3)).isNull();
    }

    @Test
    void leaderOfADivisionThatCannotBeAskedHasNoTerm() {
        assertThat(followed.changed(SECOND, new TrackedDivision())).isTrue();
        assertThat(followed.term()).isEqualTo(TrackedDivision.UNKNOWN);
    }
}
