package io.raftelection.proofs.jcstress;

import java.util.List;

/**
 * The observable outcome of two operations.
 *
 * @param one the result of the first operation
 * @param other the result of the second operation
 * @param decided the result of the expectation for s1
 * @param leadership the state of the leadership of term 1: held, ready or lost
 * @param leader the leader
 * @param knownLeader the leader as reported by itself or by a server that follows it
 * @param standings the standing of each server
 * @param history the recorded events
 * @param anomalies the number of anomalies
 * @param dropped the number of dropped notifications
 * @param calledBack the calls of callbacks from before the race, in order
 * @param received the events of the listener from before the race, in order
 * @param receivedLater the notifications of listeners and callbacks that were attached during the race
 * @param timers the number of pending timers
 */
record Outcome(
        Object one,
        Object other,
        String decided,
        String leadership,
        String leader,
        String knownLeader,
        List<String> standings,
        List<String> history,
        int anomalies,
        long dropped,
        List<String> calledBack,
        List<String> received,
        List<String> receivedLater,
        int timers) {}
