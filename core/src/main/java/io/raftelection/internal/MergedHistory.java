package io.raftelection.internal;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The merged histories of several processes of one cluster, and the corrections of their clocks.
 *
 * @param history the merged history
 * @param offsets the corrections of the clocks, in the order of the histories
 * @param evidence what each history says about its clock, in the same order
 */
public record MergedHistory(History history, ClockOffsets offsets, List<ClockEvidence> evidence) {

    /**
     * {@return the merged histories} See {@link History#merge}.
     *
     * @param histories the histories, at least one
     * @throws IllegalArgumentException if they belong to clusters of different names
     */
    public static MergedHistory of(List<History> histories) {
        requireOneCluster(histories);
        var first = histories.get(0);
        var sources = new ArrayList<MergedEvents.Source<RuntimeException>>();
        var evidence = new ArrayList<ClockEvidence>();
        long dropped = 0;
        for (var history : histories) {
            var events = placed(history);
            var iterator = events.iterator();
            sources.add(() -> iterator.hasNext() ? iterator.next() : null);
            evidence.add(evidence(history, events));
            dropped += history.dropped();
        }
        var offsets = ClockOffsets.of(evidence);
        var starts = offsets.files().stream().map(ClockOffsets.Offset::start).toList();
        var merged = new MergedEvents<>(sources, starts);
        var all = new ArrayList<LeadershipEvent>();
        for (var event = merged.next(); event != null; event = merged.next()) {
            all.add(event);
        }
        var until = Duration.ZERO;
        for (int i = 0; i < starts.size(); i++) {
            var end = starts.get(i).plus(evidence.get(i).until());
            until = end.compareTo(until) > 0 ? end : until;
        }
        return new MergedHistory(
                new History(first.cluster(), offsets.startedAt(), until, all, dropped), offsets, List.copyOf(evidence));
    }

    private static void requireOneCluster(List<History> histories) {
        var first = histories.get(0).cluster();
        for (var history : histories) {
            if (!history.cluster().equals(first)) {
                throw new IllegalArgumentException("cluster: \"" + first + "\" and \"" + history.cluster()
                        + "\", expected histories of one cluster");
            }
        }
    }

    /** Places the events on the wall clock of their process, and ends what is open at the end. */
    private static List<LeadershipEvent> placed(History history) {
        var axis = new WallAxis(history.startedAt());
        var open = new OpenStates();
        var events = new ArrayList<LeadershipEvent>();
        int anchor = 0;
        for (var event : history.events()) {
            for (;
                    anchor < history.anchors().size()
                            && history.anchors().get(anchor).at().compareTo(event.at()) <= 0;
                    anchor++) {
                axis.add(history.anchors().get(anchor));
            }
            open.on(event);
            events.add(event.withAt(axis.at(event.at())));
        }
        history.anchors().forEach(axis::add);
        events.addAll(open.end(axis.at(history.until())));
        return events;
    }

    private static ClockEvidence evidence(History history, List<LeadershipEvent> events) {
        var evidence = new ClockEvidence();
        events.forEach(evidence::on);
        var axis = new WallAxis(history.startedAt());
        history.anchors().forEach(axis::add);
        evidence.ended(history.startedAt(), axis.at(history.until()));
        return evidence;
    }
}
