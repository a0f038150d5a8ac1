package io.raftelection.tla;

import io.raftelection.Anomaly;
import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.LeadershipEvent.Members;
import io.raftelection.ServerId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Translates a history to a TLA+ module that extends {@code Trace}. Servers and terms are replaced by small numbers,
 * because only the order of terms matters, failed elections leave gaps, and TLC supports only small numbers.
 */
final class TraceModule {
    private static final String NAME = "Recorded_";

    private final List<LeadershipEvent> events;
    private final List<ServerId> servers;
    private final List<Long> terms;

    /** The leaders whose terms the history does not know. Each was elected in a term of its own before all others. */
    private final List<ServerId> early;

    TraceModule(History history) {
        if (history.dropped() > 0) {
            throw new IllegalArgumentException(
                    "history: " + history.dropped() + " events are missing, expected a complete history");
        }
        events = history.events();
        events.forEach(TraceModule::requireTerm);
        servers = events.stream().flatMap(TraceModule::servers).distinct().toList();
        terms = events.stream()
                .map(LeadershipEvent::term)
                .flatMapToLong(term -> term.isPresent() ? LongStream.of(term.getAsLong()) : LongStream.empty())
                .sorted()
                .distinct()
                .boxed()
                .toList();
        early = early(events);
    }

    private static void requireTerm(LeadershipEvent event) {
        if (event instanceof Acquired && event.term().isEmpty()) {
            throw new IllegalArgumentException("history: " + event + ": has no term, expected one");
        }
    }

    /** Returns the servers that an event names. */
    private static Stream<ServerId> servers(LeadershipEvent event) {
        return Stream.concat(
                Stream.of(event.server()),
                event.<Stream<ServerId>>match(
                        acquired -> Stream.empty(),
                        ready -> Stream.empty(),
                        lost -> Stream.empty(),
                        follows -> follows.leader().stream(),
                        members -> Stream.concat(members.voters().stream(), members.learners().stream())));
    }

    /** A leader that a view names without a term, and one that committed a change of the configuration. */
    private static List<ServerId> early(List<LeadershipEvent> events) {
        var early = new ArrayList<>(views(events)
                .filter(view -> view.term().isEmpty())
                .flatMap(TraceModule::otherLeader)
                .distinct()
                .toList());
        if (early.isEmpty() && configurations(events).count() > 1) {
            Stream.concat(
                            events.stream().filter(Acquired.class::isInstance).map(LeadershipEvent::server),
                            views(events).flatMap(TraceModule::otherLeader))
                    .findFirst()
                    .ifPresent(early::add);
        }
        return early;
    }

    private static Stream<Follows> views(List<LeadershipEvent> events) {
        return events.stream().filter(Follows.class::isInstance).map(Follows.class::cast);
    }

    private static Stream<ServerId> otherLeader(Follows view) {
        return view.leader().filter(leader -> !leader.equals(view.server())).stream();
    }

    private static Stream<List<Set<ServerId>>> configurations(List<LeadershipEvent> events) {
        return events.stream()
                .filter(Members.class::isInstance)
                .map(Members.class::cast)
                .map(members -> List.of(members.voters(), members.learners()))
                .distinct();
    }

    /** Returns the events that the model explains. */
    List<LeadershipEvent> events() {
        return events;
    }

    Tlc.Run run() throws IOException, InterruptedException {
        return run("", "");
    }

    /** Runs TLC with more definitions and with more lines of its configuration. */
    Tlc.Run run(String definitions, String lines) throws IOException, InterruptedException {
        return Tlc.check(NAME, module(definitions), configuration() + lines, 1);
    }

    private String module(String definitions) {
        return "---- MODULE " + NAME + " ----\nEXTENDS Trace\n"
                + "Events == <<\n" + events.stream().map(this::record).collect(Collectors.joining(",\n")) + "\n>>\n"
                + "Leaders == <<" + early.stream().map(this::name).collect(Collectors.joining(", ")) + ">>\n"
                + "Committed == {" + configurations(events).map(this::config).collect(Collectors.joining(", ")) + "}\n"
                + definitions + "====\n";
    }

    private String configuration() {
        boolean strict = events.stream().anyMatch(event -> event.anomalies().contains(Anomaly.Kind.UNEXPECTED));
        return """
                CONSTANTS
                  Server = %s
                  Terms = {%s}
                  Forgetful = FALSE
                  Strict = %s
                  Reasons = TRUE
                  Recorded <- Events
                  Early <- Leaders
                  Configurations <- Committed
                SPECIFICATION TraceSpec
                VIEW View
                CONSTRAINT Furthest
                INVARIANT NotExplained
                CHECK_DEADLOCK FALSE
                """.formatted(
                        names(servers),
                        IntStream.rangeClosed(1, early.size() + terms.size())
                                .mapToObj(String::valueOf)
                                .collect(Collectors.joining(", ")),
                        strict ? "TRUE" : "FALSE");
    }

    private String record(LeadershipEvent event) {
        return event.match(
                acquired -> record(event, "acquired", ""),
                ready -> record(event, "ready", ""),
                lost -> record(event, "lost", lost.cause().words(), ""),
                follows -> record(event, "follows", ", leader |-> " + leader(follows)),
                members -> record(
                        event, "members", ", config |-> " + config(List.of(members.voters(), members.learners()))));
    }

    private String record(LeadershipEvent event, String word, String more) {
        return record(event, word, "none", more);
    }

    private String record(LeadershipEvent event, String word, String cause, String more) {
        return "  [event |-> \"%s\", server |-> %s, term |-> %s, cause |-> \"%s\", odd |-> {%s}%s]"
                .formatted(
                        word,
                        name(event.server()),
                        term(event.term()),
                        cause,
                        event.anomalies().stream()
                                .map(kind -> '"' + kind.word() + '"')
                                .collect(Collectors.joining(", ")),
                        more);
    }

    private String leader(Follows view) {
        return view.unknown()
                ? "\"unknown\""
                : Optional.of(view).flatMap(Follows::leader).map(this::name).orElse("Nobody");
    }

    private String config(List<Set<ServerId>> config) {
        return "[voters |-> " + names(config.get(0)) + ", learners |-> " + names(config.get(1)) + "]";
    }

    private String names(Collection<ServerId> ids) {
        return ids.stream().map(this::name).collect(Collectors.joining(", ", "{", "}"));
    }

    private String name(ServerId server) {
        return "\"s" + (servers.indexOf(server) + 1) + '"';
    }

    private String term(OptionalLong term) {
        return term.isPresent() ? String.valueOf(early.size() + terms.indexOf(term.getAsLong()) + 1) : "NoTerm";
    }
}
