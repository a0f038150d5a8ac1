package io.raftelection.watch.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gives answers in each order that is hostile. Their numbers are the only time. */
final class VotesTest {
    private static final ServerId N1 = ServerId.of("n1");
    private static final ServerId N2 = ServerId.of("n2");
    private static final ServerId N3 = ServerId.of("n3");
    private static final ServerId N4 = ServerId.of("n4");
    private static final String META = "_meta_";
    private static final ServerId NOBODY = ServerId.of("nobody");

    private final Votes votes = new Votes();
    private Set<ServerId> group = Set.of(N1, N2, N3);

    @BeforeEach
    void knowAll() {
        votes.know(group);
    }

    /** A server is asked, and answers at once. */
    private boolean answers(ServerId server, ServerId leader) {
        return answers(votes.question(), server, leader);
    }

    /** A server answers a question. {@return whether its claim counts} */
    private boolean answers(long question, ServerId server, ServerId leader) {
        votes.answer(server, question, Map.of(META, statement(server, leader)));
        return votes.counts(server, META);
    }

    private Votes.Statement statement(ServerId server, ServerId leader) {
        var peers = new HashSet<>(group);
        peers.remove(server);
        return new Votes.Statement(
                Optional.of(leader).filter(name -> !name.equals(NOBODY)), leader.equals(server) ? peers : Set.of());
    }

    /** All servers are asked twice, and name a leader. */
    private void elected(ServerId leader) {
        for (int i = 0; i < 2; i++) {
            group.forEach(server -> answers(server, leader));
        }
        assertThat(votes.counts(leader, META)).isTrue();
    }

    @Test
    void leaderCountsAtItsFirstClaimAfterAMajorityNamedIt() {
        assertThat(answers(N1, N1)).as("the others were not asked yet").isFalse();
        assertThat(answers(N2, N1)).isFalse();
        assertThat(answers(N1, N1)).isTrue();
    }

    @Test
    void successorOfAKilledLeaderCountsAsSoonAsOneOtherNamesIt() {
        elected(N1);
        votes.fail(N1);
        answers(N2, N1); // it names the dead one for seconds
        answers(N3, N1);
        answers(N3, N2);

        assertThat(answers(N2, N2)).isTrue();
    }

    @Test
    void leaderThatIsCutOffCountsUntilTheOthersDoNotNameItAndItsSuccessorAfterThat() {
        elected(N1);
        answers(N2, N2);
        assertThat(answers(N2, N2)).as("nobody else names it yet").isFalse();
        assertThat(answers(N1, N1)).as("its successor has no majority yet").isTrue();
        answers(N3, N2);
        assertThat(answers(N2, N2)).as("the claim of the old leader counts").isFalse();
        assertThat(answers(N1, N1)).isFalse();
        assertThat(answers(N2, N2)).isTrue();
    }

    @Test
    void questionThatWasSentBeforeTheOldLeaderCeasedToCountIsTooOld() {
        elected(N1);
        answers(N3, N2);
        answers(N2, N2);
        long early = votes.question();
        answers(N1, N1);

        assertThat(answers(early, N2, N2)).isFalse();
        assertThat(answers(N2, N2)).isTrue();
    }

    @Test
    void oldLeaderThatIsConnectedAgainDoesNotCount() {
        elected(N1);
        answers(N1, NOBODY);
        answers(N3, N2);
        answers(N2, N2);
        assertThat(answers(N2, N2)).isTrue();

        assertThat(answers(N1, N1)).isFalse();
        assertThat(answers(N1, N1)).isFalse();
        assertThat(answers(N2, N2)).isTrue();
    }

    @Test
    void leaderThatWasFrozenAndWakesDoesNotCount() {
        elected(N1);
        votes.fail(N1);
        long whileFrozen = votes.question();
        answers(N3, N2);
        answers(N2, N2);
        assertThat(answers(N2, N2)).isTrue();

        assertThat(answers(whileFrozen, N1, N1)).isFalse();
    }

    @Test
    void leaderThatWakesBeforeAnyoneElseWasElectedCountsOnceTheOthersNameItAgain() {
        elected(N1);
        votes.fail(N1);
        long whileFrozen = votes.question();

        assertThat(answers(whileFrozen, N1, N1))
                .as("the votes of the others are older than its claim")
                .isFalse();
        answers(N2, N1);
        assertThat(answers(N1, N1)).isTrue();
    }

    @Test
    void voteThatIsOlderThanTheLastOtherAnswerOfTheLeaderDoesNotCount() {
        elected(N1);
        answers(N1, NOBODY);

        assertThat(answers(N1, N1))
                .as("both votes are of its earlier leadership")
                .isFalse();
        answers(N3, N1);
        assertThat(answers(N1, N1)).isTrue();
    }

    @Test
    void voteOfAServerThatDoesNotAnswerDoesNotCount() {
        elected(N1);
        votes.fail(N2);
        assertThat(answers(N1, N1)).as("n3 names it").isTrue();
        votes.fail(N3);

        assertThat(answers(N1, N1)).as("no majority can be asked").isFalse();
    }

    @Test
    void voteOfAServerThatWakesIsTheOneThatItGivesThen() {
        elected(N1);
        votes.fail(N3);
        answers(N2, N2);
        answers(N1, NOBODY);
        assertThat(answers(N2, N2)).as("n3 is frozen").isFalse();
        answers(N3, N1); // what it believed when it was frozen

        assertThat(answers(N2, N2)).isFalse();
        assertThat(answers(N1, N1)).as("n3 names it still").isTrue();
        answers(N3, N2);
        assertThat(answers(N1, N1)).isFalse();
        assertThat(answers(N2, N2)).isTrue();
    }

    @Test
    void successorOfALeaderThatDoesNotAnswerCountsWhenThatHasFailed() {
        elected(N1);
        answers(N3, N2);
        answers(N2, N2);
        assertThat(answers(N2, N2)).as("the answer of n1 may be on its way").isFalse();
        votes.fail(N1);
        assertThat(answers(N2, N2)).isTrue();
    }

    @Test
    void onlyServerOfItsClusterLeads() {
        group = Set.of(N1);
        votes.know(group);

        assertThat(answers(N1, N1)).isTrue();
    }

    @Test
    void onlyServersThatAreKnownAndBelongToTheGroupVote() {
        votes.know(Set.of(N1));
        assertThat(answers(N1, N1)).as("the others are not known").isTrue();
        votes.know(Set.of(N1, N2, N3, N4));
        answers(N2, N1);
        answers(N1, N1);
        votes.fail(N3);
        assertThat(answers(N4, N4)).as("n4 belongs to another stream").isFalse();

        assertThat(answers(N1, N1)).isTrue();
    }

    @Test
    void serverThatIsNoLongerKnownHasNoVoteAndDoesNotKeepOthersFromCounting() {
        elected(N1);
        answers(N3, N2);
        answers(N2, N2);
        votes.know(Set.of(N2, N3));

        assertThat(answers(N2, N2)).isTrue();
    }

    @Test
    void groupsHaveVotesOfTheirOwnAndAServerThatLeftAGroupLeadsItNoLonger() {
        elected(N1);
        for (int i = 0; i < 2; i++) {
            votes.answer(N3, votes.question(), both(N3, N1));
            votes.answer(N1, votes.question(), both(N1, N1));
        }
        assertThat(votes.counts(N1, "orders")).isTrue();
        answers(N1, N1); // it has left the group
        assertThat(votes.counts(N1, "orders")).isFalse();
        for (int i = 0; i < 2; i++) {
            votes.answer(N2, votes.question(), both(N2, N2));
            votes.answer(N3, votes.question(), both(N3, N2));
        }

        assertThat(votes.counts(N2, "orders")).isTrue();
        assertThat(votes.counts(N1, META)).isFalse();
    }

    private Map<String, Votes.Statement> both(ServerId server, ServerId leader) {
        var statements = new HashMap<String, Votes.Statement>();
        statements.put(META, statement(server, leader));
        statements.put("orders", statement(server, leader));
        return statements;
    }
}
