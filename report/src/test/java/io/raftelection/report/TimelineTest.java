package io.raftelection.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** Tests that the page of a history is well-formed and complete without scripts. */
final class TimelineTest {
    @TempDir
    Path folder;

    private TimelinePage page(int seconds, String... lines) throws Exception {
        return TimelinePage.of(folder, "orders", Duration.ofSeconds(seconds), lines);
    }

    @Test
    void everyTenureIsABarFromItsStartToItsEnd() throws Exception {
        var page = page(
                10,
                "1.000s s1 acquired term 1",
                "5.000s s2 acquired term 2",
                "6.000s s1 lost term 1 (superseded)",
                "8.000s s2 lost term 2 (\"went <away> & \\\"gone\\\"\")",
                "9.000s s1 acquired term 3");

        assertThat(page.bars("c0"))
                .containsExactly(
                        "253 +515 y 36: 1.000s s1 acquired term 1\n6.000s s1 lost term 1 (superseded)\nled for 5 s",
                        "1077 +103 y 36: 9.000s s1 acquired term 3\nled for 1 s");
        assertThat(page.bars("c1"))
                .containsExactly("665 +309 y 72: 5.000s s2 acquired term 2\n"
                        + "8.000s s2 lost term 2 (\"went <away> & \\\"gone\\\"\")\nled for 3 s");
        assertThat(page.bars("none"))
                .containsExactly(
                        "150 +103 y 108: no known leader for 1 s, from 0 s to 1 s",
                        "974 +103 y 108: no known leader for 1 s, from 8 s to 9 s");
        assertThat(page.bars("several")).containsExactly("665 +103 y 144: 2 leaders for 1 s, from 5 s to 6 s");
        assertThat(page.bars("bad")).isEmpty();
        assertThat(page.texts("text")).contains("s1", "s2", "term 1", "term 2", "term 3", "0 s", "2 s", "10 s");
        assertThat(page.texts("h1")).containsExactly("Leaders of orders");
        assertThat(page.texts("p")).startsWith("Election Safety held: no term had two leaders, 3 terms checked");
        assertThat(page.texts("dd")).contains("3, terms 1 to 3", "6 s in 2 tenures", "2 s in 2 gaps, longest 1 s");
    }

    @Test
    void tablesAndListHaveEveryLeadershipAndEveryEvent() throws Exception {
        var page = page(
                4, "1.000s s1 acquired term 1", "2.000s s1 lost term 1 (stepped down)", "3.000s s2 acquired term 2");

        assertThat(page.rows())
                .containsExactly(
                        List.of("server", "term", "from", "UTC", "cause", "led for", "end"),
                        List.of(
                                "s1",
                                "1",
                                "1 s",
                                "",
                                "start, no leadership was reported before",
                                "1 s",
                                "stepped down"),
                        List.of("s2", "2", "3 s", "", "unknown", "1 s", "not lost"));
        assertThat(page.events())
                .containsExactly(
                        "1 s s1 acquired term 1", "2 s s1 lost term 1 (stepped down)", "3 s s2 acquired term 2");
    }

    @Test
    void splitTermAndOtherAnomaliesAreMarked() throws Exception {
        var page = page(
                4,
                "1.000s s1 acquired term 7",
                "2.000s s2 acquired term 7 !split-term",
                "3.000s s2 acquired term 7 !duplicate");

        assertThat(page.bars("bad"))
                .containsExactly(
                        "407.5 +772.5 y 36: 1.000s s1 acquired term 7\nled for 3 s",
                        "665 +515 y 72: 2.000s s2 acquired term 7 !split-term\nled for 2 s");
        assertThat(page.marks("bad"))
                .containsExactly(
                        "M665 74: 2.000s s2 acquired term 7 !split-term",
                        "M922.5 74: 3.000s s2 acquired term 7 !duplicate");
        assertThat(page.elements("p").get(0).getAttribute("class")).isEqualTo("verdict violated");
    }

    @Test
    void serverThatFollowsALeaderHasAThinBarInItsColour() throws Exception {
        var page = page(
                10,
                "1.000s s1 acquired term 1",
                "2.000s s2 follows s1 term 1",
                "4.000s s1 lost term 1 (stepped down)",
                "4.000s s2 follows nobody term 1",
                "5.000s s3 follows s2 term 2",
                "6.000s s2 acquired term 2",
                "7.000s s3 follows unknown");

        assertThat(page.bars("c0"))
                .contains("356 +206 y 80.5: 2.000s s2 follows s1 term 1\nfollowed for 2 s")
                .hasSize(2);
        assertThat(page.bars("c1"))
                .contains("665 +206 y 116.5: 5.000s s3 follows s2 term 2\nfollowed for 2 s")
                .hasSize(2);
        assertThat(page.texts("text")).contains("follows s1", "follows s2");
        assertThat(page.bars("none")).extracting(bar -> bar.substring(0, 8)).containsExactly("150 +103", "562 +103");
    }

    @Test
    void secondLeaderThatAViewNamesIsMarked() throws Exception {
        var page = page(4, "1.000s s1 acquired term 7", "2.000s s2 follows s3 term 7");

        assertThat(page.bars("bad"))
                .extracting(bar -> bar.substring(bar.indexOf(':') + 2))
                .containsExactly(
                        "1.000s s1 acquired term 7\nled for 3 s", "2.000s s2 follows s3 term 7\nfollowed for 2 s");
    }

    @Test
    void readinessMembersAndRolesAreMarked() throws Exception {
        var page = page(
                10,
                "1.000s s1 acquired term 1",
                "2.000s s1 ready term 1",
                "2.500s s1 ready term 1 !spurious-ready",
                "3.000s s1 members s1 s2 s3",
                "3.500s s2 follows s1 term 1",
                "3.500s s3 follows s1 term 1",
                "5.000s s1 members s1 learners s3");

        assertThat(page.marks("ready")).containsExactly("M356 54: 2.000s s1 ready term 1");
        assertThat(page.marks("members"))
                .containsExactly("M456 59: 3.000s s1 members s1 s2 s3", "M662 59: 5.000s s1 members s1 learners s3");
        assertThat(page.elements("text"))
                .filteredOn(text -> text.getAttribute("class").equals("role"))
                .extracting(Element::getTextContent)
                .containsExactly("not a member", "learner");
    }

    @Test
    void observedEventIsMarkedForItsUncertainty() throws Exception {
        var page = page(10, "5.000s s1 acquired term 7 observed within 1.000s");

        assertThat(page.marks("unsure")).containsExactly("M562 36: 5.000s s1 acquired term 7 observed within 1.000s");
    }

    @Test
    void narrowBarsAreDrawnAsThePartOfTheTimeThatTheyTake() throws Exception {
        int elections = 20_000;
        // Each server leads for a quarter of the time, and nobody for the rest.
        var page = page(
                elections * 4 / 1000,
                IntStream.range(0, elections * 2)
                        .mapToObj(i -> line(i / 2 * 4 + i % 2, "s" + (i / 2 % 2), i % 2 == 0, i / 2 + 1))
                        .toArray(String[]::new));

        for (var server : List.of("c0", "c1")) {
            assertThat(page.bars(server)).isEmpty();
            // A quarter of every second period of 4 ms: an eighth of the height of 22.
            assertThat(heights(page.densities(server).get(0), server.equals("c0") ? 58 : 94))
                    .allSatisfy(height -> assertThat(height).isBetween(2.3, 3.2));
        }
        assertThat(heights(page.densities("none").get(0), 130))
                .allSatisfy(height -> assertThat(height).isBetween(16.1, 16.9));
        assertThat(page.rows().get(1).subList(5, 9)).containsExactly("12.5 %", "12.5 %", "75.0 %", "0 %");
        assertThat(page.events()).hasSize(2_001).contains("38000 events not listed here");
    }

    private static List<Double> heights(String outline, double bottom) {
        return java.util.regex.Pattern.compile("V([\\d.]+)")
                .matcher(outline)
                .results()
                .map(result -> bottom - Double.parseDouble(result.group(1)))
                .filter(height -> height > 0.05)
                .toList();
    }

    private static String line(int millis, String server, boolean acquired, int term) {
        return String.format(Locale.ROOT, "%d.%03ds %s ", millis / 1000, millis % 1000, server)
                + (acquired ? "acquired term " + term : "lost term " + term + " (stepped down)");
    }

    @Test
    void shortTenureBesideALongOneIsVisible() throws Exception {
        var page = page(
                1_000,
                "500.000s s1 acquired term 1",
                "500.001s s1 lost term 1 (stepped down)",
                "502.002s s1 acquired term 2");

        assertThat(page.bars("c0")).hasSize(1);
        assertThat(page.densities("c0")).containsExactly("M665 58V57H666V58z");
    }

    @Test
    void emptyHistoryHasNoBars() throws Exception {
        var page = page(0);

        assertThat(page.elements("rect"))
                .noneMatch(rect -> rect.getAttribute("class").matches("c\\d|bad|several"));
        assertThat(page.texts("h2")).containsExactly("0 leaderships", "0 events");
    }

    @Test
    void longNamesAreShortenedAndEscaped() throws Exception {
        var name = "<b>\ud83d\ude00&amp;</b> is a long name of a server";
        var line = "1.000s \"" + name + "\" acquired term 1";
        var page = TimelinePage.of(folder, "a & b", Duration.ofSeconds(2), line);

        assertThat(page.texts("text")).contains("<b>\ud83d\ude00&amp;</b> is \u2026");
        assertThat(page.events())
                .containsExactly(LeadershipEvent.parse(line).toString().replace("1.000s", "1 s"));
        assertThat(page.texts("h1")).containsExactly("Leaders of a & b");
    }

    @Test
    void lettersFromRightToLeftAreIsolated() throws Exception {
        var page = page(2, "1.000s \"\u05d0\u05d1 \u05d2\" acquired term 1");

        assertThat(page.texts("bdi")).contains("\u05d0\u05d1 \u05d2");
        assertThat(page.events()).containsExactly("1 s \"\u05d0\u05d1 \u05d2\" acquired term 1");
    }

    @Test
    void picturesForDocumentsAreWellFormed() throws Exception {
        var file = folder.resolve("timeline.svg");
        var lines = new String[] {"1.000s </svg> acquired term 1", "2.000s </svg> lost term 1 (stepped down)"};

        Timeline.writeSvg(TimelinePage.history("a & b", Duration.ofSeconds(4), lines), file);

        assertThat(Files.readString(file)).doesNotContain("<script", "href");
        assertThat(TimelinePage.picture(file).bars("c0"))
                .containsExactly("407.5 +257.5 y 36: " + lines[0] + "\n" + lines[1] + "\nled for 1 s");
    }
}
