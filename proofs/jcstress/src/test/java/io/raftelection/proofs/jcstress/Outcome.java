package io.raftelection.proofs.jcstress;

import java.util.List;

/**
 * What came of two operations.
 *
 * @param one what the first answered
 * @param other what the second answered
 * @param decided how the expectation of s1 was decided
 * @param held whether the leadership of term 1 is held
 * @param leader who leads
 * @param standings how each server stands
 * @param history what was recorded
 * @param anomalies how many
 * @param dropped how many notifications were dropped
 * @param calledBack what callbacks of before were told, in order
 * @param told what the listener of before was told, in order
 * @param toldLater what those attached meanwhile were told
 * @param timers how many alarms are still set
 */
record Outcome(
        Object one,
        Object other,
        String decided,
        boolean held,
        String leader,
        List<String> standings,
        List<String> history,
        int anomalies,
        long dropped,
        List<String> calledBack,
        List<String> told,
        List<String> toldLater,
        int timers) {}
