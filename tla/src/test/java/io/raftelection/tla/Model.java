package io.raftelection.tla;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A bounded model of one of the modules.
 *
 * @param servers the number of servers
 * @param terms the number of terms
 * @param history the largest number of events
 * @param forgetful whether servers lose their votes in a crash, which breaks Raft
 * @param definitions operator definitions, which can plant a bug
 */
record Model(int servers, int terms, int history, boolean forgetful, String definitions) {
    static final String ELECTION = "ElectionTypes ElectionSafety OneVoteATerm LeadersWereElected";
    static final String VIEWS = "TrackerTypes LeadersWereReallyElected RaftHasNoSplitTerm HeldIsWrittenDown"
            + " WhatDoesNotFitIsFlagged ViewsAreConsistent ViewedLeadersWereElected LeadersHaveNoView ReadyOnceWhileHeld";
    static final String TRACKER = "TrackerTypes LeadersWereReallyElected WhatDoesNotFitIsFlagged HeldIsWrittenDown"
            + " SplitTermsAreFlagged RaftHasNoSplitTerm NobodyWaitsInVain FulfilledByTheFirstAcquisition";

    static Model of(int servers, int terms, int history) {
        return new Model(servers, terms, history, false, "");
    }

    Model forgetting() {
        return new Model(servers, terms, history, true, definitions);
    }

    /** Plants a bug: a definition with the prefix Planted that replaces an operator. */
    Model planted(String definition) {
        return new Model(servers, terms, history, forgetful, definition);
    }

    Tlc.Run election(String replaced) throws Exception {
        return Tlc.check(
                "Bounded",
                module("Election"),
                constants() + replaced
                        + "\nSPECIFICATION ElectionSpec\nSYMMETRY Symmetry\nINVARIANTS " + ELECTION
                        + "\nPROPERTY TermsNeverGoBack\nCHECK_DEADLOCK FALSE\n",
                2);
    }

    Tlc.Run views(String replaced) throws Exception {
        return Tlc.check(
                "Bounded",
                module("Views"),
                constants() + replaced
                        + "\nSPECIFICATION ViewsSpec\nSYMMETRY Symmetry\nINVARIANTS KnownLeadersWereElected"
                        + " KnownLeaderIsUnique ViewsHaveNoSplitTerm"
                        + "\nPROPERTY ViewsNeverGoBack\nCHECK_DEADLOCK FALSE\n",
                2);
    }

    Tlc.Run tracker(String replaced, String invariants) throws Exception {
        return Tlc.check(
                "Bounded",
                module("Tracker"),
                constants() + "  Strict = TRUE\n  Reasons = FALSE\n" + replaced
                        + "\nSPECIFICATION Spec\nCONSTRAINT Small\nSYMMETRY Symmetry\nINVARIANTS " + invariants
                        + "\nPROPERTIES DecisionsAreFinal HistoryOnlyGrows\nCHECK_DEADLOCK FALSE\n",
                2);
    }

    /** Checks the tracker with views, readiness and one configuration of all servers, and without expectations. */
    Tlc.Run trackerViews(String replaced) throws Exception {
        return Tlc.check(
                "Bounded",
                module("TrackerViews"),
                constants() + "  Strict = FALSE\n  Reasons = FALSE\n  Configurations <- Everybody\n" + replaced
                        + "\nSPECIFICATION TrackedSpec\nCONSTRAINT Small\nSYMMETRY Symmetry\nINVARIANTS " + VIEWS
                        + "\nPROPERTY HistoryOnlyGrows\nCHECK_DEADLOCK FALSE\n",
                2);
    }

    /** Checks liveness without symmetry, because symmetry can hide infinite behaviours from TLC. */
    Tlc.Run liveness(String specification) throws Exception {
        return Tlc.check(
                "Bounded",
                module("Tracker"),
                constants() + "  Strict = TRUE\n  Reasons = FALSE\nSPECIFICATION " + specification
                        + "\nCONSTRAINT Small\nPROPERTY EveryExpectationIsDecided\nCHECK_DEADLOCK FALSE\n",
                2);
    }

    private String module(String extended) {
        var small = extended.startsWith("Tracker") ? """
                Small ==
                    /\\ \\A s \\in Server : Len(line[s]) <= 1
                    /\\ Len(history) <= %d
                    /\\ Len(expectations) <= %d
                """.formatted(history, extended.equals("Tracker") ? 1 : 0) : "";
        var everybody = extended.equals("TrackerViews") ? "Everybody == {[voters |-> Server, learners |-> {}]}\n" : "";
        return "---- MODULE Bounded ----\nEXTENDS " + extended + ", TLC\nSymmetry == Permutations(Server)\n" + small
                + everybody + definitions + "\n====\n";
    }

    private String constants() {
        return "CONSTANTS\n  Server = {" + numbered("s", servers) + "}\n  Terms = {" + numbered("", terms)
                + "}\n  Forgetful = " + (forgetful ? "TRUE" : "FALSE") + "\n";
    }

    private static String numbered(String prefix, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i).collect(Collectors.joining(", "));
    }
}
