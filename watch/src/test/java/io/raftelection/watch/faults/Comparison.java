package io.raftelection.watch.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.Tracker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares what a watch reported with what the servers wrote into their logs.
 *
 * @param reported the acquisitions that the watch reported
 * @param logged the leaderships in the logs
 * @param tracker the tracker, which is closed
 */
public record Comparison(List<Acquired> reported, List<LoggedLeader> logged, Tracker tracker) {
    /** A leadership that is held for less time may begin and end between two polls. */
    static final Duration SHORT = Duration.ofSeconds(2);

    /** {@return the comparison} */
    public static Comparison of(ClusterUnderTest cluster, Tracker tracker) throws Exception {
        var history = tracker.history();
        assertThat(history.dropped())
                .as("events that the history no longer has")
                .isZero();
        var reported = history.events().stream()
                .filter(Acquired.class::isInstance)
                .map(Acquired.class::cast)
                .toList();
        return new Comparison(reported, cluster.loggedLeaders(), tracker);
    }

    /**
     * {@return the reports that contradict the logs: no log has this leadership after the one reported before} The same
     * one may be reported again after a failed poll.
     */
    public List<Acquired> wrong() {
        int next = 0;
        var wrong = new ArrayList<Acquired>();
        for (var event : reported) {
            int found = next;
            while (found < logged.size() && !isSame(event, logged.get(found))) {
                found++;
            }
            if (found < logged.size()) {
                next = found;
            } else {
                wrong.add(event);
            }
        }
        return wrong;
    }

    /** {@return the leaderships that the watch did not report} */
    public List<LoggedLeader> missed() {
        return logged.stream()
                .filter(leader -> reported.stream().noneMatch(event -> isSame(event, leader)))
                .toList();
    }

    /** {@return the leaderships that the watch did not report, although they were held for longer than a poll takes} */
    public List<LoggedLeader> overlooked() {
        var history = tracker.history();
        var end = history.instant(history.until());
        return missed().stream()
                .filter(leader -> leader.lasted(SHORT, history.startedAt(), end))
                .toList();
    }

    /** Checks that the reported leaders are among the logged ones, in the same order. */
    public void assertReportedInTheOrderOfTheLogs() {
        assertThat(wrong()).as("not in the logs " + logged + " in this order").isEmpty();
    }

    /**
     * Checks that the reported leaders are the logged ones, in the same order, but for those that were held too shortly
     * for a poll.
     */
    public void assertSameAsTheLogs() {
        assertReportedInTheOrderOfTheLogs();
        assertThat(overlooked()).as("not reported").isEmpty();
    }

    static boolean isSame(Acquired event, LoggedLeader leader) {
        return event.server().equals(leader.server())
                && (event.term().isEmpty()
                        || leader.term().isEmpty()
                        || event.term().equals(leader.term()));
    }

    /** {@return how long after the log each leadership was reported, for those that began during the watch} */
    public Lags lags() {
        var start = tracker.history().startedAt();
        var lags = new ArrayList<Duration>();
        for (var leader : logged) {
            if (leader.at().isAfter(start)) {
                first(leader).ifPresent(event -> lags.add(Duration.between(leader.at(), tracker.instant(event.at()))));
            }
        }
        return new Lags(lags);
    }

    /** {@return the first report of a logged leadership, not before it} */
    private Optional<Acquired> first(LoggedLeader leader) {
        return reported.stream()
                .filter(event -> isSame(event, leader))
                .filter(event -> !tracker.instant(event.at()).isBefore(leader.at()))
                .findFirst();
    }

    /** {@return for example {@code 6 leaderships in the logs, 5 reported, 0 wrong}} */
    public String counts() {
        return logged.size() + " leaderships in the logs, " + (logged.size() - missed().size()) + " reported, "
                + wrong().size() + " wrong, " + overlooked().size() + " overlooked";
    }

    /** {@return the counts and the lags} */
    public String summary() {
        return counts() + ", " + lags();
    }
}
