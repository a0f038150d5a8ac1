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
 * Why somebody waited in vain: how every server stood when the time was over.
 *
 * @param wish who waited in vain, and for how long
 * @param at when the time was over
 * @param standings how every server stood
 * @param leader who led, if anybody
 */
record TimeoutReport(Expectation wish, Duration at, List<Standing> standings, Optional<HeldLeadership> leader) {

    /** A timer that is later than this had no time to run. */
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

    private LeadershipTimeoutException exception(String what, Verdict verdict, String words) {
        var listed = standings.stream().limit(Shown.LISTED).map(this::line).collect(Collectors.joining());
        int more = standings.size() - Shown.LISTED;
        return new LeadershipTimeoutException(
                wish.subject() + ": " + what + " within " + wish.timeout() + listed
                        + (more > 0 ? "\n  and " + more + " more" : "") + "\nverdict: " + words,
                wish.timeout(),
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
        return at.minus(wish.deadline());
    }

    private Verdict verdict() {
        if (late().compareTo(STARVED) > 0) {
            return Verdict.STARVED;
        }
        if (leader.isPresent()) {
            return Verdict.ANOTHER_LEADS;
        }
        if (lastLoss().isPresent()) {
            return Verdict.ACQUIRED_AND_LOST;
        }
        return subjects().allMatch(standing -> standing.lastEvent().isEmpty())
                ? Verdict.NOTHING_HEARD
                : Verdict.NOBODY_LED;
    }

    private String words(Verdict verdict) {
        return switch (verdict) {
            case STARVED -> "the process was starved, the timer fired " + Notation.seconds(late()) + " late";
            case ANOTHER_LEADS, STILL_LEADS -> leader.map(TimeoutReport::leads).orElse("");
            case ACQUIRED_AND_LOST ->
                lastLoss()
                        .map(loss -> loss.server() + " acquired" + Terms.suffix(loss.term()) + " and lost it again "
                                + ago(loss) + ", nobody leads")
                        .orElse("");
            case NOTHING_HEARD -> "nothing was ever heard of " + wish.subject() + ", nobody leads";
            case NOBODY_LED -> "nobody led";
        };
    }

    private static String leads(HeldLeadership held) {
        return held.server() + " leads"
                + (held.term().isPresent() ? " (term " + held.term().getAsLong() + ")" : "");
    }

    /** The latest loss of whom was waited for. */
    private Optional<Lost> lastLoss() {
        return subjects()
                .flatMap(standing -> standing.lastEvent().stream())
                .filter(event -> event.isChange() && event instanceof Lost)
                .map(Lost.class::cast)
                .reduce((earlier, later) -> later.at().compareTo(earlier.at()) < 0 ? earlier : later);
    }

    private Stream<Standing> subjects() {
        return standings.stream().filter(standing -> wish.includes(standing.server()));
    }
}
