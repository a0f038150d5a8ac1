package io.raftelection.tla;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule rejects a trace that is explained without this rule. */
final class TraceRulesTest {

    /** A rule, the operator without it, and a trace whose last event the rule rejects. */
    enum Rule {
        A_TERM_HAS_ONE_LEADER(
                "IsMajority(servers)", "servers # {}", "1s a follows b term 7/2s c follows d term 7 !split-term"),
        A_SPLIT_TERM_IS_AN_ANOMALY("Split(s, t)", "{\"split-term\"}", "1s a follows b term 7 !split-term"),
        A_VIEW_NEVER_GOES_BACK(
                "Hear(s, win)", """
                /\\ win \\in elected
                    /\\ role' = [role EXCEPT ![s] = "follower"]
                    /\\ UNCHANGED <<term, votedFor, ballots, elected>>""", "1s c acquired term 7/2s a follows b term 9/3s a follows c term 7 !stale-view"),
        A_VIEW_OF_NOBODY_HAS_THE_TERM_OF_THE_SERVER(
                "SayNobody(s, t)", """
                /\\ Say(s, FollowsReport(Nobody, t))
                    /\\ UNCHANGED cluster""", "1s a follows b term 9/2s a follows nobody term 7 !stale-view"),
        A_SERVER_FOLLOWS_ANOTHER_ONE("SayLeader(s, l)", """
                /\\ Say(s, FollowsReport(l, NoTerm))
                    /\\ UNCHANGED cluster""", "1s a follows a !self-view"),
        A_VIEW_WITHOUT_A_TERM_IS_AN_ANOMALY_AFTER_A_TERM(
                "Refusal(s, v)", "{}", "1s a follows nobody term 3/2s a follows b"),
        A_LEADER_THAT_FOLLOWS_HAS_LOST("Ended(s)", "<<>>", "1s a acquired term 7/2s a follows b term 8 !missed-loss"),
        A_SERVER_IS_READY_WHILE_IT_LEADS(
                "SayReady(s)", """
                /\\ Say(s, [said |-> "ready"])
                    /\\ UNCHANGED cluster""", "1s a acquired term 7/2s a lost term 7 (stepped down)/3s a ready !spurious-ready"),
        A_LEADER_IS_READY_ONCE("IsReady(s)", "FALSE", "1s a acquired term 7/2s a ready term 7/3s a ready term 7"),
        A_LEADER_VOTES("IsVoter(s)", "TRUE", "1s a members a b learners c/2s a follows c term 7"),
        A_LEADER_COMMITS_A_CHANGE("SayMembers(s, c)", """
                /\\ Say(s, [said |-> "members", config |-> c])
                    /\\ UNCHANGED cluster""", "1s a members a b c/2s a members a b");

        private final String operator;
        private final String without;
        private final String trace;

        Rule(String operator, String without, String trace) {
            this.operator = operator;
            this.without = without;
            this.trace = trace;
        }
    }

    @ParameterizedTest
    @EnumSource
    @EnabledIfSystemProperty(named = ModelTest.STRENGTH, matches = ModelTest.QUICK)
    void ruleRejectsATraceThatIsExplainedWithoutIt(Rule rule) throws Exception {
        var events =
                Stream.of(rule.trace.split("/")).map(LeadershipEvent::parse).toList();
        var module = new TraceModule(new History("h", Instant.EPOCH, Duration.ofSeconds(9), events, 0));
        var name = rule.operator.replaceAll("\\(.*", "");

        var run = module.run();
        var without = module.run(
                "Planted" + rule.operator + " ==\n    " + rule.without + "\n",
                "CONSTANTS\n  " + name + " <- Planted" + name + "\n");

        assertThat(run.explained()).as(run::output).isEqualTo(events.size() - 1);
        assertThat(without.explained()).as(without::output).isEqualTo(events.size());
    }
}
