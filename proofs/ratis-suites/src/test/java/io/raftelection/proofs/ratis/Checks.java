package io.raftelection.proofs.ratis;

import io.raftelection.Tracker;
import io.raftelection.proofs.ratis.Fact.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Compares the trackers of all groups with the log of the engine, and counts what it compared. */
final class Checks {
    /** A server that still runs may be between its log and the notification. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final RoleLog log;
    private Counts counted = Counts.NONE;

    Checks(RoleLog log) {
        this.log = log;
    }

    /** {@return the counts of all groups that were compared so far} */
    Counts counts(int tests, int servers) {
        var all = counted;
        for (var group : Attachments.trackers().entrySet()) {
            all = all.plus(count(group.getKey(), group.getValue()));
        }
        return all.plus(new Counts(tests, servers, 0, 0, 0, 0, 0));
    }

    /** Compares all groups, and forgets those whose servers are closed. {@return the differences} */
    List<String> compare() throws InterruptedException {
        var differences = new ArrayList<String>();
        for (var group : Attachments.trackers().entrySet()) {
            var found = settled(group.getKey(), group.getValue());
            differences.addAll(found);
            if (isClosed(group.getKey()) || !found.isEmpty()) {
                counted = counted.plus(count(group.getKey(), group.getValue()));
                Attachments.forget(group.getKey());
                log.forget(group.getKey());
            }
        }
        return differences;
    }

    private List<String> settled(String group, Tracker tracker) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        var found = differences(group, tracker);
        while (!found.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(50);
            found = differences(group, tracker);
        }
        return found;
    }

    private List<String> differences(String group, Tracker tracker) {
        var events = tracker.history().events();
        var engine = log.facts();
        var found = new ArrayList<String>();
        for (var standing : tracker.standings()) {
            var id = standing.server();
            var member = id + "@" + group;
            var reported = events.stream()
                    .filter(event -> event.server().equals(id))
                    .flatMap(event -> Fact.of(event).stream())
                    .toList();
            Comparison.difference(engine.getOrDefault(member, List.of()), reported)
                    .ifPresent(difference -> found.add(member + ": " + difference + "\n  tracker: " + reported
                            + "\n  engine:\n    " + String.join("\n    ", log.lines(member))));
            reported.stream()
                    .filter(view -> view.kind() == Kind.FOLLOWS && !hasLed(engine, view.leader() + "@" + group, view))
                    .forEach(view -> found.add(member + ": " + view + ": the leader did not lead this term"));
        }
        tracker.anomalies().forEach(anomaly -> found.add(group + ": anomaly: " + anomaly));
        return found;
    }

    private static boolean hasLed(Map<String, List<Fact>> engine, String leader, Fact view) {
        return engine.getOrDefault(leader, List.of()).contains(Fact.of(Kind.ACQUIRED, view.term()));
    }

    private boolean isClosed(String group) {
        return facts(group).allMatch(facts -> facts.get(facts.size() - 1).kind() == Kind.ENDED);
    }

    /** {@return the facts of each member of a group} */
    private Stream<List<Fact>> facts(String group) {
        return log.facts().entrySet().stream()
                .filter(member -> member.getKey().endsWith("@" + group))
                .map(Map.Entry::getValue);
    }

    private Counts count(String group, Tracker tracker) {
        int leaderships = 0;
        int losses = 0;
        int views = 0;
        for (var event : tracker.history().events()) {
            switch (Fact.of(event).map(Fact::kind).orElse(Kind.ENDED)) {
                case ACQUIRED -> leaderships++;
                case LOST -> losses++;
                case FOLLOWS -> views++;
                default -> {}
            }
        }
        int recognized = (int) facts(group)
                .flatMap(List::stream)
                .filter(fact -> fact.kind() == Kind.FOLLOWS)
                .count();
        return new Counts(0, 0, tracker.standings().size(), leaderships, losses, views, recognized);
    }
}
