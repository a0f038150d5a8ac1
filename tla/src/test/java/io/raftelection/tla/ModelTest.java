package io.raftelection.tla;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Checks every state of bounded models with TLC, and checks that TLC finds planted bugs. */
final class ModelTest {
    /** The system property that {@code -Pproofs} sets. Without it, only models that take seconds run. */
    static final String STRENGTH = "proofs.strength";

    /** Also runs models that take half a minute. */
    static final String QUICK = "quick|full";

    /** Also runs larger models and more traces, which take minutes. */
    static final String FULL = "full";

    @Test
    void electionsAreSafe() throws Exception {
        assertHolds("election, 3 servers, 2 terms", Model.of(3, 2, 0).election(""), 7_546);
    }

    @Test
    @EnabledIfSystemProperty(named = STRENGTH, matches = QUICK)
    void trackerKeepsItsGuarantees() throws Exception {
        assertHolds("tracker, 2 servers, 1 term, 1 event", Model.of(2, 1, 1).tracker("", Model.TRACKER), 29_128);
    }

    @Test
    void everyExpectationIsDecidedOnlyIfDeadlinesExpire() throws Exception {
        assertHolds("tracker, 1 server, liveness", Model.of(1, 1, 1).liveness("FairSpec"), 886);
        assertThat(Model.of(1, 1, 1).liveness("Spec").violated()).contains("Temporal properties");
    }

    @Test
    @EnabledIfSystemProperty(named = STRENGTH, matches = FULL)
    void trackerKeepsItsGuaranteesInALargerModel() throws Exception {
        assertHolds("tracker, 2 servers, 1 term, 2 events", Model.of(2, 1, 2).tracker("", Model.TRACKER), 106_872);
    }

    @Test
    void knownLeaderIsOneThatWasElected() throws Exception {
        assertHolds("views, 3 servers, 1 term", Model.of(3, 1, 0).views(""), 319);
    }

    @Test
    @EnabledIfSystemProperty(named = STRENGTH, matches = QUICK)
    void knownLeaderIsOneThatWasElectedInALargerModel() throws Exception {
        assertHolds("views, 3 servers, 2 terms", Model.of(3, 2, 0).views(""), 18_417);
    }

    @Test
    @EnabledIfSystemProperty(named = STRENGTH, matches = FULL)
    void trackerWithViewsKeepsItsGuarantees() throws Exception {
        assertHolds(
                "tracker with views, 2 servers, 1 term, 1 event",
                Model.of(2, 1, 1).trackerViews(""),
                163_287);
    }

    @Test
    void leaderThatIsReadyTwiceIsFound() throws Exception {
        var twice = Model.of(1, 1, 2).planted("PlantedReady(s) == FALSE");

        assertFound(twice.trackerViews("  IsReady <- PlantedReady\n"), "ReadyOnceWhileHeld");
    }

    @Test
    void pairOfLeaderAndTermThatIsTornIsFound() throws Exception {
        var torn = Model.of(2, 2, 0).planted("PlantedPair(l, t) == [server |-> l, term |-> t + 1]");

        assertFound(torn.views("  Pair <- PlantedPair\n"), "KnownLeadersWereElected", "ViewsHaveNoSplitTerm");
    }

    @Test
    void splitTermOfAnEngineThatForgetsIsSeenInViews() throws Exception {
        assertFound(
                Model.of(3, 1, 0).forgetting().views(""),
                "KnownLeaderIsUnique",
                "ViewsHaveNoSplitTerm",
                "ViewsNeverGoBack");
    }

    @Test
    void voteThatIsNotOnDiskElectsTwoLeadersOfOneTerm() throws Exception {
        assertFound(Model.of(3, 1, 0).forgetting().election(""), "OneVoteATerm", "ElectionSafety", "TermsNeverGoBack");
    }

    @Test
    void secondVoteInATermIsFound() throws Exception {
        var twice = Model.of(3, 1, 0).planted("""
                PlantedVote(v, c, t) ==
                    /\\ v # c /\\ role[v] # "down" /\\ c \\in Voters(c, t) /\\ t >= term[v]
                    /\\ role' = [role EXCEPT ![v] = "follower"]
                    /\\ term' = [term EXCEPT ![v] = t]
                    /\\ votedFor' = [votedFor EXCEPT ![v] = c]
                    /\\ ballots' = ballots \\cup {[voter |-> v, candidate |-> c, term |-> t]}
                    /\\ UNCHANGED elected
                """);

        assertFound(twice.election("  Vote <- PlantedVote\n"), "OneVoteATerm");
    }

    @Test
    @EnabledIfSystemProperty(named = STRENGTH, matches = FULL)
    void minorityThatElectsIsFound() throws Exception {
        var minority = Model.of(3, 1, 0).planted("PlantedMajority(servers) == servers # {}");

        assertFound(minority.election("  IsMajority <- PlantedMajority\n"), "ElectionSafety");
    }

    @Test
    @EnabledIfSystemProperty(named = STRENGTH, matches = QUICK)
    void splitTermThatIsNotFlaggedIsFound() throws Exception {
        var silent = Model.of(2, 1, 2).forgetting().planted("PlantedSplit(s, t) == {}");

        assertFound(silent.tracker("  Split <- PlantedSplit\n", "SplitTermsAreFlagged"), "SplitTermsAreFlagged");
    }

    @Test
    void closeThatForgetsAWaiterIsFound() throws Exception {
        var forgets = Model.of(1, 1, 1).planted("""
                PlantedLeave(servers, cause) ==
                    /\\ tracked' = tracked \\ servers
                    /\\ held' = [s \\in Server |-> IF s \\in servers THEN 0 ELSE held[s]]
                    /\\ \\E order \\in Orders({s \\in servers : held[s] # 0}) :
                          history' = history \\o [i \\in DOMAIN order |-> Lost(order[i], HeldTerm(order[i]), cause, {})]
                    /\\ UNCHANGED <<election, line, owner, expectations>>
                """);

        assertFound(forgets.tracker("  Leave <- PlantedLeave\n", "NobodyWaitsInVain"), "NobodyWaitsInVain");
    }

    @Test
    void deadlineThatOverrulesADecisionIsFound() throws Exception {
        var late = Model.of(1, 1, 1).planted("""
                PlantedExpire ==
                    /\\ Current > 0
                    /\\ Decide("expired", 0)
                    /\\ UNCHANGED <<election, line, listening, tracked, held, owner, history>>
                """);

        assertFound(late.tracker("  Expire <- PlantedExpire\n", "TrackerTypes"), "DecisionsAreFinal");
    }

    private static void assertHolds(String what, Tlc.Run run, long distinct) {
        System.out.println("TLC: " + what + ": " + run);
        assertThat(run.violated()).as(run::output).isEmpty();
        assertThat(run.distinct())
                .as("number of states of the model; it changes only if the model changes")
                .isEqualTo(distinct);
        assertThat(run.depth()).isGreaterThan(5);
    }

    private static void assertFound(Tlc.Run run, String... promises) {
        assertThat(run.violated())
                .as(run::output)
                .isPresent()
                .hasValueSatisfying(name -> assertThat(name).isIn((Object[]) promises));
    }
}
