package io.raftelection.report.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.report.LivePage;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a live page in a real browser shows of the time before the events that it has. */
@Timeout(120)
final class OlderTimesBrowserTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");

    private static Browser browser;

    private final ManualTime time = new ManualTime();

    @BeforeAll
    static void startBrowser() throws Exception {
        browser = Browser.start();
    }

    @AfterAll
    static void closeBrowser() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void pageKeepsTheLatestEventsAndSaysHowManyAreEarlier() throws Exception {
        try (var tracker = Tracker.builder("orders")
                        .historySize(10_000)
                        .timer(time)
                        .build();
                var page = LivePage.builder().events(100).start(tracker)) {
            var sinks = List.of(tracker.track(S1), tracker.track(S2));
            browser.open(page.address());
            browser.awaitText("#connection", "live");
            for (int round = 0; round < 10; round++) {
                elect(sinks, 20 * round, 20);
                browser.awaitText("#leader", "(term " + 20 * (round + 1) + ") leads");
            }

            int kept = browser.run("return events.at.length").asInt();
            int all = tracker.history().events().size();
            assertThat(kept).isBetween(100, 125);
            assertThat(LivePageBrowserTest.wordsOfThePage(browser))
                    .containsExactlyElementsOf(
                            LivePageBrowserTest.words(tracker).subList(all - kept, all));
            assertThat(browser.text("#missing"))
                    .startsWith(all - kept + " earlier events are not in the list. Before ")
                    .endsWith(" UTC, the picture shows only what part of the time each server led, and where"
                            + " anomalies were.");
            assertThatOlderTimesAreThoseOf(tracker);
            browser.open(page.address());
            browser.awaitText("#leader", "(term 200) leads");
            assertThat(browser.text("#missing")).contains(" earlier events are not in the list. ");
            assertThatOlderTimesAreThoseOf(tracker);

            for (int round = 0; round < 3; round++) {
                elect(sinks, 200 + 20 * round, 20);
                browser.awaitText("#leader", "(term " + (220 + 20 * round) + ") leads");
            }
            browser.awaitTrue("older.open.size === 0");
            assertThatOlderTimesAreThoseOf(tracker);

            elect(sinks, 260, 1); // it leads from before the first event of the next page
            time.advance(Duration.ofSeconds(20));
            for (int term = 262; term < 460; term++) {
                sinks.get(1).followsNobody(term);
                time.advance(Duration.ofMillis(70));
            }
            browser.open(page.address());
            browser.awaitText("#list", "s2 follows nobody term 459");
            browser.awaitTrue("led[0].open && led[0].from[led[0].from.length - 1] < older.horizon");
            for (int round = 0; round < 5; round++) {
                elect(sinks, 460 + 20 * round, 20);
                browser.awaitText("#leader", "(term " + (480 + 20 * round) + ") leads");
            }
            browser.awaitTrue("older.open.size === 0");
            assertThatOlderTimesAreThoseOf(tracker);
            assertThat(browser.console()).isEmpty();
        }
    }

    /** Lets the servers lead in turn, each for a while. */
    private void elect(List<LeadershipSink> sinks, int from, int terms) {
        for (int term = from; term < from + terms; term++) {
            LivePageBrowserTest.elect(sinks, term, 1);
            if (term % 9 == 0) {
                sinks.get(term % 2).ready(); // whether it leads or not
                sinks.get(1 - term % 2).lost();
            }
            time.advance(Duration.ofMillis(term % 2 == 0 ? 300 : 130));
        }
    }

    /** Compares what the page sums up of the time before its first event with the history. */
    private static void assertThatOlderTimesAreThoseOf(Tracker tracker) throws Exception {
        browser.run("keys[0]()");
        var events = tracker.history().events();
        long first = events.get(0).at().toNanos();
        assertThat(browser.run("return origin").asLong()).isIn(0L, first);
        assertThat(browser.run("return view.from === origin").asBoolean()).isTrue();
        assertThat(browser.run("return older.horizon === events.at[0]").asBoolean())
                .isTrue();
        long horizon = browser.run("return older.horizon").asLong();
        for (int row = 0; row < 2; row++) {
            var server = List.of(S1, S2).get(row);
            long since = -1;
            long sum = 0;
            for (var event : events) {
                long at = Math.min(horizon, event.at().toNanos());
                boolean isOwn = event.server().equals(server) && event.isChange();
                if (isOwn && event instanceof LeadershipEvent.Acquired) {
                    since = at;
                } else if (isOwn && event instanceof LeadershipEvent.Lost && since >= 0) {
                    sum += at - since;
                    since = -1;
                }
            }
            sum += since < 0 ? 0 : horizon - since;
            assertThat(browser.run("return olderPart(olderLane(" + row + ").led, 0, older.horizon)")
                            .asDouble())
                    .isCloseTo((double) sum / horizon, Offset.offset(0.01));
        }
        long length = browser.run("return older.length").asLong();
        long last = horizon / length; // has events after the horizon, too
        for (int row = 0; row < 2; row++) {
            var server = List.of(S1, S2).get(row);
            var shown = browser.run("const found = []; olderOdd(" + row
                    + ", at => found.push(Math.floor(at / older.length))); return found.join(' ')");
            assertThat(buckets(Stream.of(shown.asText().split(" ")).map(Long::valueOf), last))
                    .isNotEmpty()
                    .isEqualTo(buckets(
                            events.stream()
                                    .filter(event -> event.server().equals(server))
                                    .filter(event -> !event.anomalies().isEmpty())
                                    .map(event -> event.at().toNanos() / length),
                            last));
        }
        assertThat(browser.run("return older.unusual[0].led.length <= 512").asBoolean())
                .isTrue();
    }

    private static Set<Long> buckets(Stream<Long> all, long end) {
        return all.filter(bucket -> bucket < end).collect(Collectors.toCollection(TreeSet::new));
    }
}
