package io.raftelection.watch.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.Tracker;
import io.raftelection.watch.WatchSettings;
import java.time.Duration;
import java.time.Instant;
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

    /** {@return the leaderships in the logs that were held for some time since then, during the watch} */
    private List<LoggedLeader> held(Instant since, Duration time) {
        var history = tracker.history();
        return logged.stream()
                .filter(leader -> leader.lasted(time, since, history.instant(history.until())))
                .toList();
    }

    private List<LoggedLeader> missed(List<LoggedLeader> leaders) {
        return leaders.stream()
                .filter(leader -> reported.stream().noneMatch(event -> isSame(event, leader)))
                .toList();
    }

    /** Checks that the reported leaders are among the logged ones, in the same order. */
    public void assertReportedInTheOrderOfTheLogs() {
        assertThat(wrong()).as("not in the logs " + logged + " in this order").isEmpty();
    }

    /**
     * Checks that the reported leaders are the logged ones, in the same order, but for those that were held for less
     * time than an answer may take.
     *
     * @param since when all servers answered
     * @param settings the settings of the watch
     */
    public void assertSameAsTheLogs(Instant since, WatchSettings settings) {
        var longest = settings.interval().plus(settings.timeout()).plus(settings.backOff());
        assertReportedInTheOrderOfTheLogs();
        assertThat(missed(held(since, longest))).as("not reported").isEmpty();
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
    public String counts(Instant since) {
        var all = held(since, Duration.ZERO);
        return all.size() + " leaderships in the logs, "
                + (all.size() - missed(all).size()) + " reported, " + wrong().size() + " wrong";
    }

    /** {@return the counts since the start of the watch, and the lags} */
    public String summary() {
        return counts(tracker.history().startedAt()) + ", " + lags();
    }
}
