package io.raftelection;

import static io.raftelection.TrackerFixture.S2;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Finding.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a difference counts: two questions have the same answer, and nothing was reported meanwhile. */
@Timeout(60)
final class WatchdogConfirmationTest {
    private final WatchdogFixture it = new WatchdogFixture();

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void differenceThatAReportEndsInTimeIsNoFinding() throws Exception {
        it.ask();
        it.engineLeads(7);
        it.ask();
        it.half();
        it.raft.s1.acquired(7);
        it.ask();
        it.engineFollows();
        it.ask();
        it.raft.s1.lost();
        it.ask(3);

        assertThat(it.findings()).isEmpty();
    }

    @Test
    void differenceThatAReportRenewsIsFoundLater() throws Exception {
        it.engineLeads(7);
        it.ask();
        it.raft.s1.acquired(5); // another difference
        it.ask();
        assertThat(it.findings()).isEmpty();
        it.ask();

        assertThat(it.watchdog.findings()).extracting(Finding::kind).containsExactly(Kind.WRONG);
    }

    @Test
    void otherAnswersDoNotConfirmADifference() throws Exception {
        for (long term = 1; term < 9; term++) {
            it.engineLeads(term);
            it.ask();
        }

        assertThat(it.findings()).isEmpty();
    }

    @Test
    void reportDuringAQuestionMakesNoDifference() throws Exception {
        it.engineLeads(7);
        for (int i = 0; i < 5; i++) {
            it.during = () -> {
                it.raft.s1.acquired(7); // the answer was true before or after it
                it.raft.s1.lost();
            };
            it.ask();
        }

        assertThat(it.findings()).isEmpty();
    }

    @Test
    void differenceThatBeginsDuringAQuestionNeedsTwoMore() throws Exception {
        it.ask();
        it.during = () -> {
            it.during = () -> {};
            it.raft.s1.acquired(7);
        };
        it.ask(2);
        assertThat(it.findings()).isEmpty();

        it.ask();

        assertThat(it.watchdog.findings()).extracting(Finding::kind).containsExactly(Kind.WRONG);
    }

    @Test
    void reportsOfOtherKindsDoNotHideALostOne() throws Exception {
        it.engineLeads(7);
        it.ask();
        it.raft.s1.ready(); // contradicts what the tracker knows, and changes nothing
        it.raft.s1.lost();
        it.raft.s1.follows(S2, 7);
        it.raft.s2.acquired(3);
        it.ask();

        assertThat(it.watchdog.findings()).extracting(Finding::kind).containsExactly(Kind.LOST);
    }

    @Test
    void questionWithoutAnAnswerConfirmsNothing() throws Exception {
        it.engineLeads(7);
        for (int i = 0; i < 4; i++) {
            it.ask();
            it.engineFails(true);
            it.ask();
            it.engineFails(false);
        }

        assertThat(it.findings()).isEmpty();
        assertThat(it.watchdog.unanswered()).isEqualTo(4);
    }

    @Test
    void differenceMayHaveBegunWhileNoQuestionWasAnswered() throws Exception {
        it.ask();
        it.engineFails(true);
        it.ask(3);
        it.engineFails(false);
        it.engineLeads(7);
        it.ask(2);

        assertThat(it.findings())
                .containsExactly(
                        "s1: lost report, for 1.000s to 5.000s: engine: leads term 7, reported: does not lead");
    }

    @Test
    void serverThatIsDetachedAfterALostReportIsNotLate() throws Exception {
        it.engineLeads(7);
        it.raft.s1.acquired(7);
        it.ask();
        it.engineFollows();
        it.ask(2);
        it.raft.s1.detached();
        it.ask();

        assertThat(it.watchdog.findings()).extracting(Finding::kind).containsExactly(Finding.Kind.LOST);
    }
}
