package io.raftelection;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Finding.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a watchdog finds. The engine changes half a second before or after a question. */
@Timeout(60)
final class WatchdogTest {
    private final WatchdogFixture it = new WatchdogFixture();

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void reportsThatComeAtOnceAreNoFinding() throws Exception {
        for (long term = 1; term < 20; term++) {
            it.engineLeads(term);
            it.raft.s1.acquired(term);
            it.ask((int) (term % 3));
            it.engineFollows();
            it.raft.s1.lost();
            it.ask((int) (term % 4));
        }

        assertThat(it.findings()).isEmpty();
        assertThat(it.watchdog.unanswered()).isZero();
    }

    @Test
    void acquisitionThatIsNotReportedIsLost() throws Exception {
        it.ask(3);
        it.half();
        it.engineLeads(7);

        it.ask();
        assertThat(it.findings()).isEmpty();
        it.ask(5);

        assertThat(it.findings())
                .containsExactly(
                        "s1: lost report, for 1.000s to 2.000s: engine: leads term 7, reported: does not lead");
        assertThat(it.raft.tracker.history().events()).isEmpty();
        assertThat(it.raft.tracker.leader()).isEmpty();
    }

    @Test
    void acquisitionThatWasNotReportedBeforeTheWatchIsLost() throws Exception {
        it.engineLeads(7);

        it.ask(2);

        assertThat(it.watchdog.findings()).extracting(Finding::kind).containsExactly(Kind.LOST);
    }

    @Test
    void lossThatIsNotReportedIsLost() throws Exception {
        it.engineLeads(7);
        it.raft.s1.acquired(7);
        it.ask(2);
        it.engineFollows();

        it.ask(3);

        assertThat(it.findings())
                .containsExactly(
                        "s1: lost report, for 1.000s to 2.000s: engine: does not lead, reported: leads term 7");
    }

    @Test
    void acquisitionThatIsReportedLaterIsLateWithItsLag() throws Exception {
        it.ask(3); // at 3 s
        it.engineLeads(7); // changes between 3 s and 4 s
        it.ask(4); // at 4, 5, 6 and 7 s
        it.half();
        it.raft.s1.acquired(7); // at 7.5 s
        it.ask(2);

        assertThat(it.findings())
                .containsExactly(
                        "s1: lost report, for 1.000s to 2.000s: engine: leads term 7, reported: does not lead",
                        "s1: late report, for 3.500s to 4.500s: engine: leads term 7, reported: does not lead");
        assertThat(it.watchdog.count(Kind.LATE)).isEqualTo(1);
        assertThat(it.watchdog.count(Kind.WRONG)).isZero();
    }

    @Test
    void lossThatIsReportedLaterIsLateWithItsLag() throws Exception {
        it.engineLeads(7);
        it.raft.s1.acquired(7);
        it.ask(); // at 1 s
        it.engineFollows();
        it.ask(3); // at 2, 3 and 4 s
        it.raft.s1.lost("late words"); // at 4 s
        it.ask(2);

        assertThat(it.findings())
                .containsExactly(
                        "s1: lost report, for 1.000s to 2.000s: engine: does not lead, reported: leads term 7",
                        "s1: late report, for 2.000s to 3.000s: engine: does not lead, reported: leads term 7");
    }

    @Test
    void lateAcquisitionThatIsLostAgainBeforeTheNextQuestionIsLate() throws Exception {
        it.engineLeads(7);
        it.ask(3);
        it.raft.s1.acquired(7);
        it.raft.s1.lost();
        it.engineFollows();
        it.ask(3);

        assertThat(it.watchdog.findings()).extracting(Finding::kind).containsExactly(Kind.LOST, Kind.LATE);
    }

    @Test
    void lateReportIsFoundAlsoIfTheEngineCannotBeAskedAnyMore() throws Exception {
        it.engineLeads(7);
        it.ask(3);
        it.engineFails(true);
        it.raft.s1.acquired(7);
        it.ask();

        assertThat(it.watchdog.findings()).extracting(Finding::kind).containsExactly(Kind.LOST, Kind.LATE);
    }

    @Test
    void lossThatALaterTermShowsIsNotLate() throws Exception {
        it.engineLeads(7);
        it.raft.s1.acquired(7);
        it.ask();
        it.engineFollows();
        it.ask(2);
        it.engineLeads(9);
        it.raft.s1.acquired(9); // ends term 7, whose loss never came
        it.ask(3);

        assertThat(it.watchdog.findings()).extracting(Finding::kind).containsExactly(Kind.LOST);
    }

    @Test
    void newAttachmentIsNoLateReport() throws Exception {
        it.engineLeads(7);
        it.raft.s1.acquired(7);
        it.ask();
        it.engineFollows();
        it.ask(2);
        it.raft.s1.newAttachment();
        it.ask(3);

        assertThat(it.watchdog.findings()).extracting(Finding::kind).containsExactly(Kind.LOST);
    }

    @Test
    void acquisitionAndLossInTheWrongOrderAreWrong() throws Exception {
        it.ask();
        it.raft.s1.lost();
        it.raft.s1.acquired(7); // the engine has lost it
        it.ask(4);

        assertThat(it.findings())
                .containsExactly(
                        "s1: wrong report, for 1.000s to 2.000s: engine: does not lead, reported: leads term 7");
    }

    @Test
    void lossAndAcquisitionInTheWrongOrderAreWrong() throws Exception {
        it.engineLeads(7);
        it.raft.s1.acquired(7);
        it.ask();
        it.engineLeads(8);
        it.raft.s1.acquired(8);
        it.raft.s1.lost();
        it.ask(4);

        assertThat(it.findings())
                .containsExactly(
                        "s1: wrong report, for 1.000s to 2.000s: engine: leads term 8, reported: does not lead");
    }

    @Test
    void anotherTermIsWrong() throws Exception {
        it.ask();
        it.engineLeads(7);
        it.raft.s1.acquired(8);
        it.ask(4);

        assertThat(it.findings())
                .containsExactly(
                        "s1: wrong report, for 1.000s to 2.000s: engine: leads term 7, reported: leads term 8");
    }

    @Test
    void laterTermThatIsNotReportedIsLost() throws Exception {
        it.engineLeads(7);
        it.raft.s1.acquired(7);
        it.ask();
        it.engineLeads(9);
        it.ask(2);

        assertThat(it.findings())
                .containsExactly("s1: lost report, for 1.000s to 2.000s: engine: leads term 9, reported: leads term 7");
    }

    @Test
    void acquisitionAfterALossOfTheSameTermIsLost() throws Exception {
        it.engineLeads(7);
        it.raft.s1.acquired(7);
        it.ask();
        it.engineFollows();
        it.raft.s1.lost();
        it.ask();
        it.engineLeads(7); // a transfer that failed
        it.ask(2);

        assertThat(it.watchdog.findings()).extracting(Finding::kind).containsExactly(Kind.LOST);
    }

    @Test
    void engineWithoutTermsIsComparedByItsRole() throws Exception {
        it.raft.s1.acquiredWithToken(12);
        it.engineLeadsWithoutTerm();
        it.ask(2);
        it.raft.s1.lost();
        it.engineFollows();
        it.ask(2);
        it.engineLeadsWithoutTerm();
        it.ask(3);
        it.raft.s1.acquiredWithToken(14);
        it.ask();

        assertThat(it.findings())
                .containsExactly(
                        "s1: lost report, for 1.000s to 2.000s: engine: leads, reported: does not lead",
                        "s1: late report, for 2.000s to 3.000s: engine: leads, reported: does not lead");
    }
}
