package io.raftelection.watch.logs;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.Missing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the histories of one log.
 *
 * @param log the entries of the log
 * @param own the name of its server
 * @param names the names of all servers
 */
record LogHistory(ReadLog log, String own, ServerNames names) {

    String label() {
        return log.log().label();
    }

    Optional<Instant> last() {
        return log.last();
    }

    /** {@return whether the log has a line about a group} A log without any such line may be of an idle server. */
    boolean isAbout(String group) {
        return log.groups().contains(group) || (log.groups().isEmpty() && !log.isEmpty());
    }

    /**
     * {@return the history of a group, which starts at the first line of the log}
     *
     * @param until the end of the last log of the cluster
     */
    History history(String group, String cluster, Instant until) {
        var entries = log.entries(group);
        var start = entries.stream().map(LogEntry::at).min(Instant::compareTo);
        var first = log.first()
                .filter(line -> start.isEmpty() || line.isBefore(start.get()))
                .or(() -> start)
                .orElse(until);
        var events = new ArrayList<LeadershipEvent>();
        var story = new GroupStory(own, names::of);
        for (var entry : entries) {
            try {
                story.on(entry, Duration.between(first, entry.at()), events::add);
            } catch (IllegalArgumentException e) {
                log.parser().reject(1);
            }
        }
        var seen = latest(Duration.between(first, log.last().orElse(first)), events);
        var missing = missing(events, seen);
        var end = Duration.between(first, until);
        if (end.compareTo(ReadLog.LONGEST) > 0) { // the clocks of the logs were not set
            end = seen;
        }
        if (seen.compareTo(end) < 0) {
            story.ended(end, end.minus(seen), events::add);
        }
        var last = latest(end, events);
        return new History(cluster, first, last, events, log.dropped(), List.of(), List.of(), 0, missing);
    }

    /** The entries that were too many are the last ones of the log. */
    private List<Missing> missing(List<LeadershipEvent> events, Duration seen) {
        if (log.dropped() == 0) {
            return List.of();
        }
        var at = latest(Duration.ZERO, events);
        return List.of(new Missing(at, seen, log.dropped(), 0, events.size(), 0));
    }

    private static Duration latest(Duration time, List<LeadershipEvent> events) {
        var last =
                events.isEmpty() ? Duration.ZERO : events.get(events.size() - 1).at();
        return time.compareTo(last) < 0 ? last : time;
    }
}
