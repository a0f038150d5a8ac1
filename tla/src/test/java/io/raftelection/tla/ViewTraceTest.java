package io.raftelection.tla;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks histories with views, readiness and configurations. Each is a {@link Trace}. */
final class ViewTraceTest {

    @ParameterizedTest
    @EnabledIfSystemProperty(named = ModelTest.STRENGTH, matches = ModelTest.QUICK)
    @ValueSource(
            strings = {
                // one process tracks one server, and another server leads
                "1s a follows nobody term 0/2s a follows nobody term 3/3s a follows b term 3/4s a follows nobody term 3"
                        + "/5s a follows c term 4/6s a follows unknown",
                // a view arrives before the acquisition, and the winner had no leader before
                "1s b follows a term 3/2s a follows nobody term 3/3s a acquired term 3/4s a ready term 3"
                        + "/5s a lost term 3 (stepped down)",
                // an old leader does not know of the new one yet
                "1s a acquired term 3/2s a ready term 3/3s b follows c term 4/4s a lost term 3 (superseded)/5s a follows c term 4",
                // the loss of a leader was not reported
                "1s a acquired term 3/2s a lost term 3 (missed)/2s a follows b term 4 !missed-loss",
                "1s a acquired term 3/2s a lost term 3 (missed)/2s a follows nobody term 3 !missed-loss",
                // a transfer failed, and the leader is ready again
                "1s a acquired term 3/2s a ready term 3/3s a lost term 3 (stepped down)/4s a acquired term 3/5s a ready term 3",
                // an engine repeats its report of readiness
                "1s a acquired term 3/2s a ready term 3/3s a ready !spurious-ready",
                // views without terms, and a view without a term after a report with a term
                "1s a follows b/2s a follows c/3s a follows b/4s a follows nobody/5s c follows b",
                "1s a follows nobody term 3/2s a follows b !unknown-term/3s a follows b term 4",
                "1s a follows b term 3/2s a follows unknown/3s a follows b",
                // a server is untracked and tracked again; the tracker is closed
                "1s a follows b term 3/2s a follows unknown/3s a follows b term 3",
                "1s a follows b term 3/1s b acquired term 3/2s b lost term 3 (closed)/2s a follows unknown",
                // configurations change; a server is added, and one leaves
                "1s a members a b c learners d/2s a follows b term 1/3s a members a b c d/4s a members a c d/5s d acquired term 2",
                "1s a members a b/2s b members a b c/3s a follows c term 2/4s a members a b c",
            })
    void explains(String lines) throws Exception {
        var module = new TraceModule(new Trace(lines).history());
        var run = module.run("", "PROPERTY IsBehaviour\n");

        assertThat(run.violated()).as(run::output).contains("NotExplained");
        assertThat(run.explained()).as(run::output).isEqualTo(module.events().size());
    }

    @ParameterizedTest
    @EnabledIfSystemProperty(named = ModelTest.STRENGTH, matches = ModelTest.QUICK)
    @ValueSource(
            strings = {
                // views or acquisitions name two leaders of one term
                "1s a follows b term 7/->2s c follows d term 7",
                "1s a follows b term 7/->2s c follows d term 7 !split-term",
                "1s a follows b term 7/->2s c acquired term 7 !split-term",
                "1s c acquired term 7/->2s a follows b term 7 !split-term",
                "1s a follows b term 7/->2s a follows c term 7 !split-term",
                // a view goes back
                "1s a follows b term 9/->2s a follows c term 7",
                "1s a follows b term 9/->2s a follows c term 7 !stale-view",
                "1s c acquired term 7/2s a follows b term 9/->3s a follows c term 7",
                "1s c acquired term 7/2s a follows b term 9/->3s a follows c term 7 !stale-view",
                "1s a follows b term 9/->2s a follows nobody term 7",
                "1s a follows b term 9/2s a follows unknown/->3s a follows c term 7",
                "1s a acquired term 9/2s a lost term 9 (stepped down)/->3s a follows b term 7",
                // a server leads an earlier term than it followed
                "1s a follows b term 9/->2s a acquired term 7",
                // a server follows itself
                "->1s a follows a term 7",
                "->1s a follows a term 7 !self-view",
                "->1s a follows a !self-view",
                // a view has no term, or its anomaly is wrong
                "1s a follows b term 7/->2s a follows c",
                "->1s a follows b !unknown-term",
                "->1s a follows b term 7 !stale-view",
                // a view is repeated, or forgotten twice
                "1s a follows b term 7/->2s a follows b term 7",
                "->1s a follows unknown",
                "1s a follows b term 7/2s a follows unknown/->3s a follows unknown",
                // a leader follows without a loss
                "1s a acquired term 7/->2s a follows b term 8",
                "1s a acquired term 7/->2s a follows nobody term 7",
                // a server is ready that does not lead, or twice, or in another term
                "->1s a ready term 7/2s a acquired term 7",
                "->1s a ready !spurious-ready/2s a acquired term 7",
                "1s a acquired term 7/2s a lost term 7 (stepped down)/->3s a ready term 7",
                "1s a acquired term 7/2s a lost term 7 (stepped down)/->3s a ready !spurious-ready",
                "1s a acquired term 7/2s a ready term 7/->3s a ready term 7",
                "1s a acquired term 7/->2s a ready term 8/3s a acquired term 8",
                "1s a acquired term 7/->2s a ready !spurious-ready",
                "1s a follows b term 7/->2s a ready term 7",
                // a server leads that does not vote
                "1s a members a b learners c/->2s c acquired term 7",
                "1s a members a b/->2s a follows c term 7",
                // a configuration changes without a leader
                "1s a members a b c/->2s a members a b",
                // an event follows the end
                "1s a follows b term 7/2s b acquired term 7/3s b lost term 7 (ignored)/4s a follows unknown/->5s a follows b term 7",
            })
    void rejects(String lines) throws Exception {
        new Trace(lines).assertRejected();
    }

    @Test
    void secondLeaderOfATermInViewsIsNotExplained() throws Exception {
        new Trace("1s a acquired term 7/2s a ready term 7/3s b follows a term 7/->4s c follows b term 7 !split-term")
                .assertRejected();
    }
}
