package io.raftelection.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.raftelection.LeadershipEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the page of a recording that has too many events to keep all of them. */
final class ManyEventsTest {
    private static final int EVENTS = TimelineBuilder.MAX_EVENTS + 10_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Path file;

    /** Every third event in the middle has an anomaly; s1 leads half of the time, and nobody for the rest. */
    private static TimelineBuilder timeline(int events) {
        var builder = new TimelineBuilder();
        builder.started("orders", Instant.EPOCH);
        for (int i = 0; i < events; i++) {
            var at = String.format(Locale.ROOT, "%d.%03ds", i / 1000, i % 1000);
            var words = i % 2 == 0 ? " s1 acquired term " + i : " s1 lost term " + (i - 1) + " (stepped down)";
            builder.event(LeadershipEvent.parse(at + words + (i % 30_000 == 15_000 ? " !unexpected" : "")));
        }
        builder.ended(Duration.ofMillis(events));
        return builder;
    }

    @BeforeAll
    static void write() throws Exception {
        file = folder.resolve("timeline.html");
        timeline(EVENTS).write(file);
    }

    @Test
    void pageKeepsTheEdgesAndTheAnomaliesAndSaysWhatItLeavesOut() throws Exception {
        var page = TimelinePage.read(file);
        assertThat(page.texts("p"))
                .anySatisfy(note -> assertThat(note)
                        .startsWith(
                                "The page has 2007 of " + EVENTS + " events: the first 1000, the last 1000, and those"
                                        + " with an anomaly, at most the first 1000 of 7.")
                        .contains("in intervals of 33 ms"));
        assertThat(page.events())
                .contains("999 ms s1 lost term 998 (stepped down)", "14000 events not listed here")
                .contains("15 s s1 acquired term 15000 !unexpected")
                .contains("3 min 29.999 s s1 lost term 209998 (stepped down)")
                .hasSize(2_007 + 8);
        assertThat(page.densities("c0")).hasSize(1);
        assertThat(page.rows().get(1).get(5)).isEqualTo("50.0 %");
    }

    @Test
    void scriptReceivesTheDensitiesOfAllEvents() throws Exception {
        var text = Files.readString(file);
        var start = "<script type=\"application/json\" id=\"data\">";
        var data = new ObjectMapper()
                .readTree(text.substring(text.indexOf(start) + start.length(), text.indexOf("</script>")));
        assertThat(data.get("count").asInt()).isEqualTo(EVENTS);
        assertThat(data.get("events").get("index")).hasSize(2_007);
        assertThat(data.has("led")).isFalse();
        int sum = 0;
        for (var bucket : data.get("densities").get("events")) {
            sum += bucket.asInt();
        }
        assertThat(sum).isEqualTo(EVENTS);
        assertThat(data.get("densities").get("lanes").get(0).get("led").get(100).asInt())
                .isBetween(480, 520);
    }

    @Test
    void allEventsAreKeptUpToTheLimitOfTheirNumber() {
        var log = new EventLog();
        var event = LeadershipEvent.parse("1.000s s1 acquired term 1");
        for (int i = 0; i < EventLog.ALL; i++) {
            log.add(i, event);
        }
        assertThat(log.isComplete()).isTrue();
        assertThat(log.entries()).hasSize(EventLog.ALL);

        log.add(EventLog.ALL, event);

        assertThat(log.isComplete()).isFalse();
        assertThat(log.entries()).hasSize(2 * EventLog.SOME);
    }

    @Test
    void longReasonsCountTowardsTheLimitToo() {
        var log = new EventLog();
        int events = 0;
        for (; log.isComplete(); events++) {
            log.add(events, LeadershipEvent.parse("1.000s s1 lost (\"" + "x".repeat(60_000) + "\")"));
        }

        assertThat(events).isBetween(500, 1_000);
    }
}
