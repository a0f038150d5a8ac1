package io.raftelection.internal;

import io.raftelection.Fact;
import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.Missing;
import io.raftelection.internal.MergedEvents.Item;
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
        long droppedFacts = 0;
        for (var history : histories) {
            var items = placed(history);
            var iterator = items.iterator();
            sources.add(() -> iterator.hasNext() ? iterator.next() : null);
            evidence.add(evidence(history, items));
            dropped += history.dropped();
            droppedFacts += history.droppedFacts();
        }
        var offsets = ClockOffsets.of(evidence);
        var starts = offsets.files().stream().map(ClockOffsets.Offset::start).toList();
        var merged = new MergedEvents<>(sources, starts);
        var events = new ArrayList<LeadershipEvent>();
        var facts = new ArrayList<Fact>();
        var missing = new Gaps();
        for (var head = merged.next(); head != null; head = merged.next()) {
            var event = head.item().event();
            var gap = head.item().gap();
            if (event != null) {
                events.add(event);
            } else if (gap != null) {
                missing.add(gap.place(events.size(), facts.size()));
            } else {
                facts.addAll(head.item().facts(evidence.get(head.source()).servers()));
            }
        }
        var until = Duration.ZERO;
        for (int i = 0; i < starts.size(); i++) {
            var end = starts.get(i).plus(evidence.get(i).until());
            until = end.compareTo(until) > 0 ? end : until;
        }
        return new MergedHistory(
                new History(
                        first.cluster(),
                        offsets.startedAt(),
                        until,
                        events,
                        dropped,
                        List.of(),
                        facts,
                        droppedFacts,
                        missing.places()),
                offsets,
                List.copyOf(evidence));
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

    /** Places events, facts and gaps on the wall clock of their process, and ends what is open at the end. */
    private static List<Item> placed(History history) {
        var placing = new Placing(history);
        history.visit(placing);
        return placing.ended();
    }

    /** Places the events, the facts and the gaps of a history. */
    private static final class Placing implements History.Visitor<RuntimeException> {
        private final History history;
        private final WallAxis axis;
        private final OpenStates open = new OpenStates();
        private final SourceItems items = new SourceItems();
        private int anchor;

        Placing(History history) {
            this.history = history;
            this.axis = new WallAxis(history.startedAt());
        }

        @Override
        public void event(LeadershipEvent event) {
            open.on(event);
            items.add(Item.of(event.withAt(at(event.at()))));
        }

        @Override
        public void fact(Fact fact) {
            open.on(fact);
            items.add(Item.of(fact.withAt(at(fact.at()))));
        }

        @Override
        public void missing(Missing missing) {
            items.add(new Gap(at(missing.at()), axis.at(missing.until()), missing.events(), missing.facts(), 0));
        }

        private Duration at(Duration moment) {
            var anchors = history.anchors();
            while (anchor < anchors.size() && anchors.get(anchor).at().compareTo(moment) <= 0) {
                axis.add(anchors.get(anchor++));
            }
            return axis.at(moment);
        }

        List<Item> ended() {
            var anchors = history.anchors();
            while (anchor < anchors.size()) {
                axis.add(anchors.get(anchor++));
            }
            var end = axis.at(history.until());
            items.reach(end);
            open.end(end).forEach(event -> items.add(Item.of(event)));
            open.endFacts(history.until()).forEach(fact -> items.add(Item.of(fact.withAt(end))));
            return items.all();
        }
    }

    private static ClockEvidence evidence(History history, List<Item> items) {
        var evidence = new ClockEvidence();
        for (var item : items) {
            var event = item.event();
            if (event != null) {
                evidence.on(event);
            }
        }
        var axis = new WallAxis(history.startedAt());
        history.anchors().forEach(axis::add);
        evidence.ended(history.startedAt(), axis.at(history.until()));
        return evidence;
    }
}
