package io.raftelection.internal;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.LeadershipTimeoutException;
import io.raftelection.LeadershipTimeoutException.Verdict;
import io.raftelection.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The state of a cluster at a timeout, and the exception that explains it.
 *
 * @param target what the caller waited for
 * @param at the time of the timeout
 * @param standings the standing of every server
 * @param isLeaderKnown whether a leader was known
 * @param leader which server led, in words
 * @param lastLoss the latest loss of the servers that the caller waited for, if they have not led again
 */
record TimeoutReport(
        WaitTarget target,
        Duration at,
        List<Standing> standings,
        boolean isLeaderKnown,
        String leader,
        Optional<Lost> lastLoss) {

    /** A timer that fires later than this had no time to run. */
    private static final Duration STARVED = Duration.ofMillis(500);

    LeadershipTimeoutException notAcquired() {
        var verdict = verdict();
        return exception("leadership not acquired", verdict, words(verdict));
    }

    LeadershipTimeoutException notLost(HeldLeadership held) {
        return exception(
                "leadership" + (held.term().isPresent() ? " of" : "") + Terms.suffix(held.term()) + " not lost",
                Verdict.STILL_LEADS,
                held.toString());
    }

    LeadershipTimeoutException notReady(HeldLeadership held) {
        return exception("leadership" + Terms.suffix(held.term()) + " not ready", Verdict.STILL_LEADS, leader);
    }

    LeadershipTimeoutException notKnown() {
        var verdict = late().compareTo(STARVED) > 0 ? Verdict.STARVED : Verdict.NOBODY_LED;
        return exception("no leader was reported", verdict, words(verdict));
    }

    LeadershipTimeoutException notAgreed() {
        var verdict = late().compareTo(STARVED) > 0
                ? Verdict.STARVED
                : isLeaderKnown ? Verdict.STILL_LEADS : Verdict.NOBODY_LED;
        return exception("no agreement on a leader that is ready", verdict, words(verdict));
    }

    private LeadershipTimeoutException exception(String what, Verdict verdict, String words) {
        var listed = standings.stream().limit(Shown.LISTED).map(this::line).collect(Collectors.joining());
        int more = standings.size() - Shown.LISTED;
        return new LeadershipTimeoutException(
                target.subject() + ": " + what + " within " + target.timeout() + listed
                        + (more > 0 ? "\n  and " + more + " more" : "") + "\nverdict: " + words,
                target.timeout(),
                verdict,
                standings);
    }

    private String line(Standing standing) {
        return "\n  "
                + standing.server()
                + ": "
                + standing.lastEvent()
                        .map(event -> Notation.what(event) + ", " + ago(event))
                        .orElse("nothing heard");
    }

    private String ago(LeadershipEvent event) {
        return Notation.seconds(at.minus(event.at())) + " ago";
    }

    private Duration late() {
        return at.minus(target.deadline());
    }

    private Verdict verdict() {
        if (late().compareTo(STARVED) > 0) {
            return Verdict.STARVED;
        }
        if (isLeaderKnown) {
            return Verdict.ANOTHER_LEADS;
        }
        if (lastLoss.isPresent()) {
            return Verdict.ACQUIRED_AND_LOST;
        }
        return subjects().allMatch(standing -> standing.lastEvent().isEmpty())
                ? Verdict.NOTHING_HEARD
                : Verdict.NOBODY_LED;
    }

    private String words(Verdict verdict) {
        return switch (verdict) {
            case STARVED -> "the process was starved, the timer fired " + Notation.seconds(late()) + " late";
            case ANOTHER_LEADS, STILL_LEADS, NOBODY_LED -> leader;
            case ACQUIRED_AND_LOST ->
                lastLoss.map(loss -> loss.server() + " acquired" + Terms.suffix(loss.term()) + " and lost it again "
                                + ago(loss) + ", " + leader)
                        .orElse("");
            case NOTHING_HEARD -> "nothing was ever heard of " + target.subject() + ", " + leader;
        };
    }

    private Stream<Standing> subjects() {
        return standings.stream().filter(standing -> target.includes(standing.server()));
    }
}
