package io.raftelection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.Fact.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A history knows where events and facts are missing, and no cause reaches over such a place. */
final class HistoryGapsTest {
    private static final Duration END = Duration.ofSeconds(60);
    private static final String[] KILLED = {
        "1s s1 acquired term 1", "4s s1 lost term 1 (stepped down)", "5s s2 acquired term 2"
    };

    private static Fact begin(int second, Kind kind, String server) {
        return new Fact(Duration.ofSeconds(second), kind, Optional.of(ServerId.of(server)), Optional.empty(), "");
    }

    private static Missing missing(int second, long events, long facts, int eventsBefore, int factsBefore) {
        return new Missing(Duration.ofSeconds(second), events, facts, eventsBefore, factsBefore);
    }

    private static History history(List<Fact> facts, List<Missing> missing, String... lines) {
        long dropped = missing.stream().mapToLong(Missing::events).sum();
        long droppedFacts = missing.stream().mapToLong(Missing::facts).sum();
        return history(dropped, droppedFacts, facts, missing, lines);
    }

    private static History history(
            long dropped, long droppedFacts, List<Fact> facts, List<Missing> missing, String... lines) {
        return new History(
                "orders",
                Instant.EPOCH,
                END,
                Stream.of(lines).map(LeadershipEvent::parse).toList(),
                dropped,
                List.of(),
                facts,
                droppedFacts,
                missing);
    }

    private static List<Cause.Kind> causes(History history) {
        return history.causes().stream().map(change -> change.cause().kind()).toList();
    }

    private static List<String> visited(History history) {
        var seen = new ArrayList<String>();
        history.visit(new History.Visitor<RuntimeException>() {
            @Override
            public void event(LeadershipEvent event) {
                seen.add(event.toString());
            }

            @Override
            public void fact(Fact fact) {
                seen.add(fact.toString());
            }

            @Override
            public void missing(Missing missing) {
                seen.add(missing.toString());
            }
        });
        return seen;
    }

    @Test
    void electionAfterAGapHasNoCauseFromBeforeIt() {
        var kill = List.of(begin(3, Kind.KILL, "s1"));

        assertThat(causes(history(kill, List.of(), KILLED)))
                .containsExactly(Cause.Kind.START, Cause.Kind.CONTROL, Cause.Kind.CONTROL);
        var between = history(kill, List.of(missing(4, 1, 0, 2, 1)), KILLED);
        assertThat(causes(between)).containsExactly(Cause.Kind.START, Cause.Kind.CONTROL, Cause.Kind.UNKNOWN);
        assertThat(between.summary().causes())
                .containsOnly(Map.entry(Cause.Kind.START, 1L), Map.entry(Cause.Kind.UNKNOWN, 1L));
        var before = history(kill, List.of(missing(3, 1, 0, 1, 1)), KILLED);
        assertThat(causes(before)).containsExactly(Cause.Kind.START, Cause.Kind.UNKNOWN, Cause.Kind.UNKNOWN);
    }

    @Test
    void gapOfFactsEndsOnlyFacts() {
        var kill = List.of(begin(3, Kind.KILL, "s1"));

        assertThat(causes(history(kill, List.of(missing(3, 0, 0, 1, 1)), KILLED)))
                .containsExactly(Cause.Kind.START, Cause.Kind.UNKNOWN, Cause.Kind.UNKNOWN);
        assertThat(causes(history(kill, List.of(missing(4, 0, 2, 2, 1)), KILLED)))
                .containsExactly(Cause.Kind.START, Cause.Kind.CONTROL, Cause.Kind.CONTROL);
    }

    @Test
    void whatIsMissingOutsideOfTheListIsMissingAtTheStart() {
        var start = history(5, 2, List.of(), List.of(missing(4, 1, 0, 2, 0)), KILLED);

        assertThat(causes(start)).containsExactly(Cause.Kind.UNKNOWN, Cause.Kind.UNKNOWN, Cause.Kind.UNKNOWN);
        assertThat(visited(start))
                .startsWith("4 events and 2 facts are missing at 0.000s")
                .hasSize(5);
        assertThat(history(5, 2, List.of(), List.of(missing(0, 4, 2, 0, 0), missing(4, 1, 0, 2, 0)), KILLED))
                .isEqualTo(start);
    }

    @Test
    void placesAreExactAtEqualTimes() {
        var facts = List.of(begin(1, Kind.KILL, "s1"), begin(1, Kind.KILL, "s2"));

        assertThat(visited(history(
                        facts,
                        List.of(missing(1, 1, 0, 1, 1), missing(1, 0, 1, 1, 2)),
                        "1s s1 acquired term 1",
                        "1s s1 lost term 1 (stepped down)")))
                .containsExactly(
                        "1.000s s1 kill begins",
                        "1.000s s1 acquired term 1",
                        "1 event and 0 facts are missing at 1.000s",
                        "1.000s s2 kill begins",
                        "0 events and 1 fact are missing at 1.000s",
                        "1.000s s1 lost term 1 (stepped down)");
    }

    @Test
    void impossiblePlacesAreRefused() {
        refused("is earlier than the event or the fact before it", missing(3, 1, 0, 2, 0));
        refused("is later than the event or the fact after it", missing(6, 1, 0, 2, 0));
        refused("is later than the event or the fact after it", missing(6, 1, 0, 3, 0));
        refused("after 4 events and 1 facts, expected at most 3 and 1", missing(5, 1, 0, 4, 1));
        refused("after 3 events and 2 facts, expected at most 3 and 1", missing(5, 1, 0, 3, 2));
        refused(
                "follows \"1 event and 0 facts are missing at 4.000s\", expected none that is earlier",
                missing(4, 1, 0, 2, 0),
                missing(3, 1, 0, 1, 0));
        assertThatThrownBy(() -> history(0, 0, List.of(), List.of(missing(4, 1, 0, 2, 0)), KILLED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("missing: \"1 event and 0 facts are missing at 4.000s\": more than are missing in total,"
                        + " 0 events and 0 facts");
        assertThatThrownBy(() -> history(List.of(), List.of(missing(61, 1, 0, 3, 0)), KILLED))
                .hasMessage("until: PT1M, expected at least the time of the last gap, PT1M1S");
        assertThatThrownBy(() -> missing(1, -1, 0, 0, 0)).hasMessage("events: -1, expected zero or more");
        assertThatThrownBy(() -> new Missing(END, Duration.ZERO, 1, 0, 0, 0))
                .hasMessage("until: PT0S, expected at least the time of the place, PT1M");
        assertThatThrownBy(() -> new Missing(Duration.ZERO, END, 0, 1, 0, 0))
                .hasMessage("until: PT1M, expected the time of the place, PT0S, since no event is missing");
    }

    private static void refused(String message, Missing... missing) {
        assertThatThrownBy(() -> history(List.of(begin(5, Kind.KILL, "s9")), List.of(missing), KILLED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("missing: \"")
                .hasMessageEndingWith(message);
    }

    @Test
    void gapOfOneProcessLastsUntilItsNextEvent() {
        var one = history(
                List.of(),
                List.of(missing(30, 2, 0, 2, 0)),
                "9s s1 acquired term 1",
                "10s s1 lost term 1 (stepped down)",
                "40s s1 follows nobody");
        var two = history(
                List.of(begin(13, Kind.KILL, "s2"), begin(43, Kind.KILL, "s2")),
                List.of(),
                "12s s2 acquired",
                "14s s2 lost (stepped down)",
                "41s s2 acquired",
                "44s s2 lost (stepped down)");
        var three = history(List.of(), List.of(), "15s s3 acquired", "16s s3 lost (stepped down)", "45s s3 acquired");

        var merged = History.merge(List.of(one, two, three));

        assertThat(merged.dropped()).isEqualTo(2);
        assertThat(merged.missing()).hasToString("[2 events and 0 facts are missing at 10.000s, until 40.000s]");
        // s1 may have led between 14 s and 15 s, so that the kill of s2 proves nothing there.
        assertThat(merged.causes())
                .filteredOn(change -> change.event() instanceof LeadershipEvent.Acquired)
                .extracting(
                        change -> change.event().server() + " " + change.cause().kind())
                .containsExactly("s1 START", "s2 UNKNOWN", "s3 UNKNOWN", "s2 UNKNOWN", "s3 CONTROL");
        assertThat(causes(History.merge(List.of(
                        history(List.of(), List.of(), "9s s1 acquired term 1", "10s s1 lost term 1 (stepped down)"),
                        two,
                        three))))
                .contains(Cause.Kind.CONTROL, Cause.Kind.CONTROL);
    }

    @Test
    void gapAtTheStartOfOneProcessLastsUntilItsFirstEvent() {
        var one = history(3, 0, List.of(), List.of(), "30s s1 follows nobody");
        var two = history(List.of(begin(3, Kind.KILL, "s2")), List.of(), "2s s2 acquired", "4s s2 lost (stepped down)");
        var three = history(List.of(), List.of(), "5s s3 acquired");

        var merged = History.merge(List.of(one, two, three));

        assertThat(merged.missing()).hasToString("[3 events and 0 facts are missing at 0.000s, until 30.000s]");
        assertThat(causes(merged).subList(0, 3))
                .containsExactly(Cause.Kind.UNKNOWN, Cause.Kind.CONTROL, Cause.Kind.UNKNOWN);
    }

    @Test
    void factThatBeginsAgainAtOnceGoesOn() {
        var begin = begin(2, Kind.PAUSE, "s1");
        var again = begin(3, Kind.PAUSE, "s1");
        var facts = List.of(begin, begin.endAt(Duration.ofSeconds(3)), again);

        assertThat(causes(history(facts, List.of(), KILLED)))
                .containsExactly(Cause.Kind.START, Cause.Kind.CONTROL, Cause.Kind.CONTROL);
    }
}
