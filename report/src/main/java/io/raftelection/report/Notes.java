package io.raftelection.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Says what the first view and the page leave out. */
final class Notes {
    private Notes() {}

    static List<String> of(TimelineData data, RecordingSummary summary, Marks marks) {
        var notes = new ArrayList<String>();
        var log = data.log();
        if (!log.isComplete()) {
            var densities = data.densities();
            notes.add("The page has " + log.entries().size() + " of " + log.count() + " events: the first "
                    + EventLog.SOME + ", the last " + EventLog.SOME + ", and those with an anomaly, at most the first "
                    + EventLog.SOME + " of " + log.oddCount() + ". The recording has all of them. The picture counts"
                    + " every event, in intervals of "
                    + Durations.rounded(Duration.ofNanos(densities.length())) + ".");
        }
        if (data.densities().omitted() > 0) {
            notes.add("The picture shows " + Densities.MAX_SERVERS + " servers; "
                    + Figures.counted(data.densities().omitted(), "event") + " of other servers are not in it.");
        }
        for (var kind : Marks.Kind.values()) {
            if (marks.omitted().contains(kind)) {
                notes.add("The first view leaves out the " + kind.words() + " of servers that have more than "
                        + Marks.MOST + ".");
            }
        }
        if (summary.runs() > 1) {
            notes.add(
                    "The recording has no information about the time between two of its " + summary.runs() + " runs.");
        }
        if (data.wall().omitted() > 0) {
            notes.add("The wall clock was set too often: the UTC axis leaves out the last "
                    + Figures.counted(data.wall().omitted(), "change") + ".");
        }
        return notes;
    }
}
