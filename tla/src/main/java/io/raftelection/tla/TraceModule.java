package io.raftelection.tla;

import io.raftelection.Anomaly;
import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Translates a history to a TLA+ module that extends {@code Trace}. Servers and terms are replaced by small numbers,
 * because only the order of terms matters, failed elections leave gaps, and TLC supports only small numbers.
 */
final class TraceModule {
    private static final String NAME = "Recorded_";

    private final List<LeadershipEvent> events;
    private final List<String> servers;
    private final List<Long> terms;

    TraceModule(History history) {
        if (history.dropped() > 0) {
            throw new IllegalArgumentException(
                    "history: " + history.dropped() + " events are missing, expected a complete history");
        }
        history.events().forEach(TraceModule::requireTerm);
        events = history.events().stream()
                .filter(TraceModule::isLeadershipChange)
                .toList();
        servers = new ArrayList<>(
                events.stream().map(event -> event.server().value()).distinct().toList());
        terms = events.stream()
                .map(LeadershipEvent::term)
                .flatMapToLong(term -> term.isPresent() ? LongStream.of(term.getAsLong()) : LongStream.empty())
                .sorted()
                .distinct()
                .boxed()
                .toList();
    }

    /** Whether an event is an acquisition or a loss. The model has no readiness, no views and no configurations. */
    private static boolean isLeadershipChange(LeadershipEvent event) {
        return event.match(acquired -> true, ready -> false, lost -> true, follows -> false, members -> false);
    }

    private static void requireTerm(LeadershipEvent event) {
        if (event instanceof Acquired && event.term().isEmpty()) {
            throw new IllegalArgumentException("history: " + event + ": has no term, expected one");
        }
    }

    /** Returns the events that the model explains: the acquisitions and losses. */
    List<LeadershipEvent> events() {
        return events;
    }

    Tlc.Run run() throws IOException, InterruptedException {
        return Tlc.check(NAME, module(), configuration(), 1);
    }

    String module() {
        return events.stream()
                .map(this::record)
                .collect(Collectors.joining(
                        ",\n", "---- MODULE " + NAME + " ----\nEXTENDS Trace\nEvents == <<\n", "\n>>\n====\n"));
    }

    String configuration() {
        boolean strict = events.stream().anyMatch(event -> event.anomalies().contains(Anomaly.Kind.UNEXPECTED));
        return """
                CONSTANTS
                  Server = {%s}
                  Terms = {%s}
                  Forgetful = FALSE
                  Strict = %s
                  Reasons = TRUE
                  Recorded <- Events
                SPECIFICATION TraceSpec
                VIEW View
                CONSTRAINT Furthest
                INVARIANT NotExplained
                CHECK_DEADLOCK FALSE
                """.formatted(
                servers.stream().map(this::server).collect(Collectors.joining(", ")),
                IntStream.rangeClosed(1, terms.size()).mapToObj(String::valueOf).collect(Collectors.joining(", ")),
                strict ? "TRUE" : "FALSE");
    }

    private String record(LeadershipEvent event) {
        return "  [event |-> \"%s\", server |-> %s, term |-> %s, cause |-> \"%s\", odd |-> {%s}]"
                .formatted(
                        event instanceof Acquired ? "acquired" : "lost",
                        server(event.server().value()),
                        term(event.term()),
                        event instanceof Lost lost ? lost.cause().words() : "none",
                        event.anomalies().stream()
                                .map(kind -> '"' + kind.word() + '"')
                                .collect(Collectors.joining(", ")));
    }

    private String server(String name) {
        return "\"s" + (servers.indexOf(name) + 1) + '"';
    }

    private String term(OptionalLong term) {
        return term.isPresent() ? String.valueOf(terms.indexOf(term.getAsLong()) + 1) : "NoTerm";
    }
}
