package io.raftelection.watch.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.Tracker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
        var reported = tracker.history().events().stream()
                .filter(Acquired.class::isInstance)
                .map(Acquired.class::cast)
                .toList();
        return new Comparison(reported, cluster.loggedLeaders(), tracker);
    }

    /**
     * Checks that the reported leaders are among the logged ones, in the same order. The watch may miss a leadership
     * that is shorter than the pause between two polls, and may report the same one again after a failed poll.
     */
    public void assertReportedInTheOrderOfTheLogs() {
        int next = 0;
        for (var event : reported) {
            int found = next;
            while (found < logged.size() && !isSame(event, logged.get(found))) {
                found++;
            }
            assertThat(found)
                    .as(event + " in the logs " + logged + " at or after number " + next)
                    .isLessThan(logged.size());
            next = found;
        }
    }

    private static boolean isSame(Acquired event, LoggedLeader leader) {
        return event.server().equals(leader.server())
                && (event.term().isEmpty()
                        || leader.term().isEmpty()
                        || event.term().equals(leader.term()));
    }

    /** {@return how long after the log each leadership was reported, for those that began during the watch} */
    public List<Duration> lags() {
        var start = tracker.history().startedAt();
        var lags = new ArrayList<Duration>();
        for (var leader : logged) {
            if (leader.at().isAfter(start)) {
                first(leader).ifPresent(event -> lags.add(Duration.between(leader.at(), tracker.instant(event.at()))));
            }
        }
        return lags.stream().sorted().toList();
    }

    /** {@return the first report of a logged leadership, not before it} */
    private Optional<Acquired> first(LoggedLeader leader) {
        return reported.stream()
                .filter(event -> isSame(event, leader))
                .filter(event -> !tracker.instant(event.at()).isBefore(leader.at()))
                .findFirst();
    }

    /** {@return for example {@code 5 of 6 leaderships reported, lag p50 0.080s, p99 0.150s}} */
    public String summary() {
        var lags = lags();
        return reported.size() + " acquisitions reported, " + logged.size() + " in the logs"
                + (lags.isEmpty() ? "" : ", lag p50 " + percentile(lags, 50) + ", p99 " + percentile(lags, 99));
    }

    private static String percentile(List<Duration> sorted, int percent) {
        var lag = sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
        return String.format(Locale.ROOT, "%.3fs", lag.toNanos() / 1e9);
    }
}
