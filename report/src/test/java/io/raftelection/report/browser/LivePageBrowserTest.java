package io.raftelection.report.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.report.LivePage;
import io.raftelection.spi.LeadershipSink;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Opens live pages in a real browser. */
@Timeout(120)
final class LivePageBrowserTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final String HOSTILE = "</script><img src=x onerror=document.title='owned'>\"'&";

    private static Browser browser;

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

    @BeforeEach
    void forgetTheTestBefore() throws Exception {
        browser.open(URI.create("about:blank"));
        browser.console();
    }

    @Test
    void electionAppearsWithinASecond() throws Exception {
        try (var tracker = Tracker.lenient("orders");
                var page = LivePage.builder().start(tracker)) {
            var s1 = tracker.track(S1);
            var s2 = tracker.track(S2);
            browser.open(page.address());
            browser.awaitText("#connection", "live");
            assertThat(browser.text("#leader")).startsWith("no known leader for ");

            var times = new ArrayList<Duration>();
            for (int term = 1; term <= 7; term += 2) {
                times.add(elected(s1, term, "s1"));
                s1.lost();
                times.add(elected(s2, term + 1, "s2"));
                s2.lost();
            }
            System.out.println("elections appeared after " + times);
            Collections.sort(times);
            assertThat(times.get(times.size() / 2)).isLessThan(Duration.ofSeconds(1));

            s1.acquired(9);
            s2.follows(S1, 9);
            browser.awaitText("#leader", "s1 (term 9) leads");
            assertThat(browser.text("#leader")).contains(" leads for ", ", since ", " after the start", " UTC");
            browser.awaitTrue("document.title === 's1 leads \u2013 Leaders of orders'");
            browser.awaitText("#list", "s2 follows s1 term 9");
            assertThat(browser.console()).isEmpty();
        }
    }

    private static Duration elected(LeadershipSink sink, long term, String name) throws Exception {
        long start = System.nanoTime();
        sink.acquired(term);
        browser.awaitText("#leader", name + " (term " + term + ") leads");
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void leaderThatIsOnlyKnownByItsFollowersIsShown() throws Exception {
        try (var tracker = Tracker.lenient("orders");
                var page = LivePage.builder().start(tracker)) {
            tracker.track(S2).follows(S1, 7);
            browser.open(page.address());

            browser.awaitText("#leader", "s1 (term 7) leads, as s2 reports, for");
        }
    }

    @Test
    void severalLeadersAndASplitTermAreShown() throws Exception {
        try (var tracker = Tracker.lenient("orders");
                var page = LivePage.builder().start(tracker)) {
            var s1 = tracker.track(S1);
            var s2 = tracker.track(S2);
            s1.acquired(7);
            browser.open(page.address());
            browser.awaitText("#leader", "s1 (term 7) leads");

            s2.acquired(7);
            browser.awaitText("#leader", "s1 (term 7) and s2 (term 7) lead at the same time");

            assertThat(browser.run("return [led[0].split, led[1].split].join()").asText())
                    .isEqualTo("1,1");
            s1.lost();
            browser.awaitText("#leader", "s2 (term 7) leads");
            assertThat(browser.run("return [led[0].split, led[0].open, odd[1].at.length].join()")
                            .asText())
                    .isEqualTo("1,false,1");
        }
    }

    @Test
    void hostileNamesAndReasonsStayText() throws Exception {
        var name = HOSTILE + "x".repeat(255 - HOSTILE.length());
        try (var tracker = Tracker.lenient("<b>orders</b></title>");
                var page = LivePage.builder().start(tracker)) {
            var sink = tracker.track(ServerId.of(name));
            var hebrew = tracker.track(ServerId.of("\u05d0\u05d1 \u05d2"));
            browser.open(page.address());
            browser.awaitText("#connection", "live");
            sink.acquired(1);
            browser.awaitText("#leader", name + " (term 1) leads");
            hebrew.follows(ServerId.of(name), 1);
            sink.lost("</script>\u2028\n<img src=x onerror=alert(1)>\ud800data: x\n\nevent: reset\n\n");
            browser.awaitText("#list", "<img src=x onerror=alert(1)>");

            assertThat(browser.text("#list")).contains(HOSTILE.replace("\"", "\\\""));
            assertThat(browser.text("h1")).isEqualTo("Leaders of <b>orders</b></title>");
            assertThat(browser.run("return document.images.length + document.querySelectorAll('b').length")
                            .asInt())
                    .isZero();
            assertThat(browser.run("return document.scripts.length").asInt()).isEqualTo(2);
            browser.awaitTrue("document.title.startsWith('no leader')");
            assertThat(browser.console()).isEmpty();
        }
    }

    @Test
    void cutConnectionContinuesWithoutAGapAndWithoutDuplicates() throws Exception {
        try (var tracker = Tracker.builder("orders").historySize(10_000).build();
                var page = LivePage.builder().start(tracker);
                var between = new CutConnections(page.address())) {
            var sinks = List.of(tracker.track(S1), tracker.track(S2));
            browser.open(between.address());
            browser.awaitText("#connection", "live");
            browser.run("window.resets = 0; const first = clear;"
                    + " window.clear = told => { window.resets++; first(told); };");

            for (int round = 0; round < 5; round++) {
                elect(sinks, 20 * round, 10);
                between.cut(round % 2 == 0);
                elect(sinks, 20 * round + 10, 10);
                between.cut(false);
                browser.awaitText("#connection", "live");
            }
            browser.run("connect()"); // as after a silence
            elect(sinks, 100, 10);
            browser.awaitTrue(
                    "events.at.length >= " + tracker.history().events().size());

            assertThat(wordsOfThePage(browser)).containsExactlyElementsOf(words(tracker));
            assertThat(browser.run("return lost.reset + lost.slow + lost.tracker + forgotten")
                            .asInt())
                    .isZero();
            assertThat(browser.run("return window.resets").asInt())
                    .as("it never starts anew")
                    .isZero();
            assertThat(between.accepted()).isGreaterThan(5);
            assertThat(page.dropped()).isZero();
            assertThatPeriodsAreThoseOf(tracker);
        }
    }

    @Test
    void serverThatStartsAgainOnItsPortIsFoundAgain() throws Exception {
        try (var tracker = Tracker.builder("orders").historySize(10_000).build()) {
            var sinks = List.of(tracker.track(S1), tracker.track(S2));
            int port;
            try (var page = LivePage.builder().start(tracker)) {
                port = page.address().getPort();
                browser.open(page.address());
                browser.awaitText("#connection", "live");
                elect(sinks, 0, 20);
                browser.awaitText("#leader", "s2 (term 20) leads");
            }
            browser.awaitText("#connection", "ended");
            assertThat(wordsOfThePage(browser)).containsExactlyElementsOf(words(tracker));

            elect(sinks, 20, 20);
            try (var again = LivePage.builder().port(port).start(tracker)) {
                browser.awaitText("#connection", "live");
                elect(sinks, 40, 20);
                browser.awaitText("#leader", "s2 (term 60) leads");

                assertThat(wordsOfThePage(browser)).containsExactlyElementsOf(words(tracker));
                assertThat(again.clients()).isEqualTo(1);
                assertThatPeriodsAreThoseOf(tracker);
            }
        }
    }

    /** Lets the servers lead in turn, one term each. */
    static void elect(List<LeadershipSink> sinks, int from, int terms) {
        for (int term = from + 1; term <= from + terms; term++) {
            sinks.get(term % 2).lost();
            sinks.get(1 - term % 2).acquired(term);
        }
    }

    static List<String> wordsOfThePage(Browser browser) throws Exception {
        var all = browser.run("return events.at.map((at, event) => words(event))");
        return StreamSupport.stream(all.spliterator(), false)
                .map(word -> word.asText())
                .toList();
    }

    static List<String> words(Tracker tracker) {
        return tracker.history().events().stream()
                .map(LeadershipEvent::toString)
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }

    /** Compares the leaderships that the page draws with those of the history. */
    private static void assertThatPeriodsAreThoseOf(Tracker tracker) throws Exception {
        long acquired = tracker.history().events().stream()
                .filter(LeadershipEvent.Acquired.class::isInstance)
                .count();
        assertThat(browser.run("return led[0].from.length + led[1].from.length").asLong())
                .isEqualTo(acquired);
        assertThat(browser.run("return led.every(of => of.from.every((from, k) => from === events.at[of.event[k]]"
                                + " && (of.lost[k] < 0 || of.to[k] === events.at[of.lost[k]])))")
                        .asBoolean())
                .isTrue();
    }
}
