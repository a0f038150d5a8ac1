package io.raftelection.report.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.report.LivePage;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The form for the token, the list of groups and single functions of a page in a real, narrow and dark browser. */
@Timeout(120)
final class LivePageLooksTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final String TOKEN = "a token that is long".replace(' ', '-');

    private static Browser browser;

    @BeforeAll
    static void startBrowser() throws Exception {
        browser = Browser.start(new Browser.Options(true, true, 500, 900));
    }

    @AfterAll
    static void closeBrowser() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void formTakesTheTokenAndTheAddressDoesNotShowIt() throws Exception {
        try (var tracker = Tracker.lenient("orders");
                var page = LivePage.builder().token(TOKEN).start(tracker)) {
            tracker.track(S1).acquired(7);
            browser.open(page.address());

            browser.type("#token", "another-token-x" + "\ue007");
            browser.awaitText("#answer", "This is not the token.");
            browser.type("#token", TOKEN + "\ue007");
            browser.awaitText("#leader", "s1 (term 7) leads");

            assertThat(browser.run("return location.href").asText())
                    .isEqualTo(page.address().toString());
            assertThat(browser.run("return document.cookie").asText()).isEmpty();
        }
    }

    @Test
    void listOfGroupsSaysWhoLeadsAndFollowsWhatHappens() throws Exception {
        try (var orders = Tracker.lenient("orders");
                var invoices = Tracker.lenient("invoices <b>");
                var page = LivePage.builder().start()) {
            page.add(orders, "");
            page.add(invoices, "");
            orders.track(S1).acquired(7);
            browser.console();
            browser.open(page.address());

            assertThat(browser.text("tbody tr:nth-child(1)")).contains("orders", "s1 leads, term 7, for ");
            assertThat(browser.text("tbody tr:nth-child(2)")).isEqualTo("invoices <b> no known leader");
            assertThatNothingIsWiderThanTheWindow();
            invoices.track(ServerId.of("s2")).follows(ServerId.of("<i>s3</i>"), 8);
            awaitRow(2, "<i>s3</i> leads, term 8, for ");
            assertThat(browser.console()).isEmpty();
        }
    }

    /** Waits for a row of a page that loads itself again, which ends the scripts in it. */
    private static void awaitRow(int row, String words) throws Exception {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20); !row(row).contains(words); ) {
            assertThat(System.nanoTime()).as(words).isLessThan(end);
        }
    }

    private static String row(int row) throws InterruptedException {
        try {
            return browser.text("tbody tr:nth-child(" + row + ")");
        } catch (IOException e) {
            return ""; // it is being loaded
        }
    }

    @Test
    void narrowWindowNeedsNoScrollingToTheSide() throws Exception {
        try (var tracker = Tracker.lenient("x".repeat(200));
                var page = LivePage.builder().token(TOKEN).start(tracker)) {
            tracker.track(ServerId.of("n".repeat(200))).acquired(7);
            browser.open(URI.create("about:blank"));
            browser.open(page.address());
            assertThatNothingIsWiderThanTheWindow();
            browser.type("#token", TOKEN + "\ue007");
            browser.awaitText("#leader", "(term 7) leads");

            assertThatNothingIsWiderThanTheWindow();
        }
    }

    @Test
    void newFollowerBeforeANewLeaderInTheOrderOfNamesKeepsItsLeader() throws Exception {
        try (var tracker = Tracker.lenient("orders");
                var page = LivePage.builder().start(tracker)) {
            browser.open(page.address());
            browser.awaitText("#connection", "live");

            assertThat(browser.run("addPeriods({led: [], followed: [['a', 0, 1, -1, 'b', 0, 1]], unusual: []}, false);"
                                    + " return data.servers[followed[0].leader[0]]")
                            .asText())
                    .isEqualTo("b");
        }
    }

    @Test
    void messageAboutMissingEventsThatComesTwiceCountsOnce() throws Exception {
        try (var tracker = Tracker.lenient("orders");
                var page = LivePage.builder().start(tracker)) {
            browser.open(page.address());
            browser.awaitText("#connection", "live");

            assertThat(browser.run("const none = {led: [], followed: [], unusual: []};"
                                    + " const batch = {first: expected, since: 0, now: until, missed: 3, events: [],"
                                    + " ...none, open: none, split: []};"
                                    + " for (let i = 0; i < 2; i++) { onBatch({data: JSON.stringify(batch)}); }"
                                    + " return [lost.tracker, expected - batch.first].join()")
                            .asText())
                    .isEqualTo("3,3");
        }
    }

    private static void assertThatNothingIsWiderThanTheWindow() throws Exception {
        assertThat(browser.run("return document.documentElement.scrollWidth - innerWidth")
                        .asInt())
                .isNotPositive();
    }
}
