package io.raftelection.watch.beside;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.watch.beside.Disagreement.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BesideTest {
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    void frozenApplicationBelievesAfterTheStoreGaveTheLeadershipAway() {
        var report = Beside.of(
                store("1.000s a1 acquired term 7", "5.000s a1 lost term 7", "5.100s a2 acquired term 8"),
                List.of(
                        history(START, "1.010s a1 acquired term 7", "6.304s a1 lost term 7"),
                        history(START, "5.404s a2 acquired term 8", "9.000s a2 lost term 8")));

        assertThat(report).hasToString("""
                        a1 (7) believed that it led for 0.100 s after the store had ended its leadership and named nobody
                        a1 (7) believed that it led for 1.204 s after the store gave the leadership to a2 (8)
                        a1 (7) and a2 (8) both believed that they led for 0.900 s
                        Applications believed that they led while the store named another leader: once, 1.204 s in total, 1.204 s at the longest
                        Applications believed that they led while the store named nobody: once, 0.100 s in total, 0.100 s at the longest
                        Two applications believed that they led: once, 0.900 s in total, 0.900 s at the longest""".stripIndent());
    }

    @Test
    void applicationsThatFollowTheStoreAtOnceAgree() {
        var report = Beside.of(
                store("1.000s a1 acquired term 7", "2.000s a1 lost term 7", "2.000s a2 acquired term 8"),
                List.of(
                        history(START, "1.010s a1 acquired term 7", "1.990s a1 lost term 7"),
                        history(START, "2.010s a2 acquired term 8")));

        assertThat(report.periods()).isEmpty();
        assertThat(report.summary()).allMatch(line -> line.endsWith("never"));
    }

    @Test
    void storeThatWasPolledLateContradictsNobody() {
        var report = Beside.of(
                store(
                        "1.500s a1 acquired term 7 observed within 0.500s",
                        "4.000s a1 lost term 7 observed within 0.500s",
                        "4.000s a2 acquired term 8 observed within 0.500s"),
                List.of(
                        history(START, "1.100s a1 acquired term 7", "4.250s a1 lost term 7"),
                        history(START, "3.600s a2 acquired term 8", "5.000s a2 lost term 8")));

        assertThat(report.periods())
                .extracting(Disagreement::toString)
                .containsExactlyInAnyOrder(
                        "a1 (7) believed that it led for 0.250 s, or up to 0.500 s longer, after the store gave the"
                                + " leadership to a2 (8)",
                        "a1 (7) and a2 (8) both believed that they led for 0.650 s");
    }

    @Test
    void clockOfAnApplicationThatIsBehindIsCorrected() {
        var behind = START.minusSeconds(30);
        var report = Beside.of(
                store("31.000s a1 acquired term 7", "35.000s a1 lost term 7", "35.000s a2 acquired term 8"),
                List.of(
                        history(behind, "31.000s a1 acquired term 7", "35.500s a1 lost term 7"),
                        history(START, "35.010s a2 acquired term 8")));

        assertThat(report.corrections()).containsExactly(Duration.ofSeconds(30), Duration.ZERO);
        assertThat(report.figures(Kind.STORE_NAMED_ANOTHER).total()).isEqualTo(Duration.ofMillis(500));
        assertThat(report.figures(Kind.STORE_NAMED_NOBODY).times()).isZero();
    }

    @Test
    void killedApplicationBelievesUntilItsLastLine() {
        var report = Beside.of(
                store("1.000s a1 acquired term 7", "5.000s a1 lost term 7", "5.000s a2 acquired term 8"),
                List.of(
                        history(START, "1.010s a1 acquired term 7"),
                        history(START, "1.000s a2 follows a1 term 7", "6.000s a2 acquired term 8")));

        assertThat(report.periods()).isEmpty();
    }

    @Test
    void nothingIsKnownOutsideOfTheHistoryOfTheStore() {
        var report = Beside.of(
                history(START, "1.000s a1 acquired term 7", "2.000s a1 lost term 7"),
                List.of(history(
                        START,
                        "0.100s a2 acquired term 5",
                        "0.900s a2 lost term 5",
                        "3.000s a3 acquired term 9",
                        "9.000s a3 lost term 9")));

        assertThat(report.periods()).isEmpty();
    }

    /** A history that ends a minute later. */
    private static History store(String... lines) {
        var history = history(START, lines);
        return new History("orders", START, history.until().plusSeconds(60), history.events(), 0);
    }

    private static History history(Instant start, String... lines) {
        var events = Stream.of(lines)
                .map(line -> line.replaceFirst("lost term (\\d+)", "lost term $1 (stepped down)"))
                .map(LeadershipEvent::parse)
                .toList();
        return new History("orders", start, events.get(events.size() - 1).at(), events, 0);
    }
}
