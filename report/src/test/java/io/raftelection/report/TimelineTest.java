package io.raftelection.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Tests that the page of a history is well-formed and complete. */
final class TimelineTest {
    @TempDir
    Path folder;

    private static History history(String cluster, Duration until, String... lines) {
        return new History(
                cluster,
                Instant.EPOCH,
                until,
                Stream.of(lines).map(LeadershipEvent::parse).toList(),
                0);
    }

    private static History history(Duration until, int events, IntFunction<String> line) {
        return history("demo", until, IntStream.range(0, events).mapToObj(line).toArray(String[]::new));
    }

    /** {@return the page, parsed by a strict XML parser} */
    private Document page(History history) throws Exception {
        var file = folder.resolve("timeline.html");
        Timeline.write(history, file);
        var text = Files.readString(file);
        assertThat(text.substring(text.indexOf("<style>"), text.indexOf("</style>")))
                .doesNotContain("&"); // XML would need an escape, but style has none
        assertThat(text).startsWith("<!DOCTYPE html>\n").doesNotContain("<script", "http:", "https:");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }

    private static List<Element> elements(Document page, String name) {
        var nodes = page.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    /** {@return position, width and tooltip of each mark of a kind} */
    private static List<String> marks(Document page, String kind) {
        return elements(page, "rect").stream()
                .filter(rect -> rect.getAttribute("class").split(" ", -1)[0].equals(kind))
                .map(rect -> rect.getAttribute("x") + " +" + rect.getAttribute("width") + " y " + rect.getAttribute("y")
                        + ": " + title(rect))
                .toList();
    }

    private static String title(Element rect) {
        return ((Element) rect.getParentNode())
                .getElementsByTagName("title")
                .item(0)
                .getTextContent();
    }

    private static List<String> texts(Document page, String element) {
        return elements(page, element).stream().map(Element::getTextContent).toList();
    }

    @Test
    void everyTenureIsABarFromItsStartToItsEnd() throws Exception {
        var page = page(history(
                "orders",
                Duration.ofSeconds(10),
                "1.000s s1 acquired term 1",
                "5.000s s2 acquired term 2",
                "6.000s s1 lost term 1 (superseded)",
                "8.000s s2 lost term 2 (\"went <away> & \\\"gone\\\"\")",
                "9.000s s1 acquired term 3"));

        assertThat(marks(page, "led"))
                .containsExactly(
                        "253 +515 y 36: 1.000s s1 acquired term 1\n6.000s s1 lost term 1 (superseded)",
                        "1077 +103 y 36: 9.000s s1 acquired term 3",
                        "665 +309 y 70: 5.000s s2 acquired term 2\n"
                                + "8.000s s2 lost term 2 (\"went <away> & \\\"gone\\\"\")");
        assertThat(marks(page, "none"))
                .containsExactly(
                        "150 +103 y 104: 0.000s to 1.000s: no known leader for 1.000s",
                        "974 +103 y 104: 8.000s to 9.000s: no known leader for 1.000s");
        assertThat(marks(page, "several")).containsExactly("665 +103 y 104: 5.000s to 6.000s: 2 leaders for 1.000s");
        assertThat(marks(page, "bad")).isEmpty();
        assertThat(texts(page, "text")).contains("s1", "s2", "term 1", "term 2", "term 3", "0s", "2s", "10s");
        assertThat(texts(page, "h1")).containsExactly("Leaders of orders");
        assertThat(texts(page, "p")).startsWith("Election Safety held: no term had two leaders, 3 terms checked");
        assertThat(texts(page, "dd"))
                .contains("3, terms 1 to 3", "6.000s in 2 tenures", "2.000s in 2 gaps, longest 1.000s");
    }

    @Test
    void everyEventIsListedAndEveryBarLinksToItsEvent() throws Exception {
        var lines = new String[] {
            "1.000s s1 acquired term 1", "2.000s s1 lost term 1 (stepped down)", "3.000s s2 acquired term 2"
        };
        var page = page(history("demo", Duration.ofSeconds(4), lines));

        assertThat(texts(page, "li")).containsExactly(lines);
        assertThat(elements(page, "a"))
                .extracting(link -> link.getAttribute("href"))
                .containsExactly("#event-1", "#event-3");
        assertThat(elements(page, "li"))
                .extracting(item -> item.getAttribute("id"))
                .containsExactly("event-1", "event-2", "event-3");
    }

    @Test
    void splitTermAndOtherAnomaliesAreMarked() throws Exception {
        var page = page(history(
                "demo",
                Duration.ofSeconds(4),
                "1.000s s1 acquired term 7",
                "2.000s s2 acquired term 7 !split-term",
                "3.000s s2 acquired term 7 !duplicate"));

        assertThat(marks(page, "bad"))
                .containsExactly(
                        "407.5 +772.5 y 36: 1.000s s1 acquired term 7",
                        "665 +515 y 70: 2.000s s2 acquired term 7 !split-term",
                        "665 +2 y 65: 2.000s s2 acquired term 7 !split-term",
                        "922.5 +2 y 65: 3.000s s2 acquired term 7 !duplicate");
        assertThat(elements(page, "p").get(0).getAttribute("class")).isEqualTo("verdict violated");
    }

    /** {@return position, width and CSS class of the marks with a first class} */
    private static List<String> coloured(Document page, String kind) {
        return elements(page, "rect").stream()
                .filter(rect -> rect.getAttribute("class").startsWith(kind + " "))
                .map(rect -> rect.getAttribute("x") + " +" + rect.getAttribute("width") + " y " + rect.getAttribute("y")
                        + " " + rect.getAttribute("class"))
                .toList();
    }

    @Test
    void serverThatFollowsALeaderHasAThinBarInItsColour() throws Exception {
        var page = page(history(
                "demo",
                Duration.ofSeconds(10),
                "1.000s s1 acquired term 1",
                "2.000s s2 follows s1 term 1",
                "4.000s s1 lost term 1 (stepped down)",
                "4.000s s2 follows nobody term 1",
                "5.000s s3 follows s2 term 2",
                "6.000s s2 acquired term 2",
                "7.000s s3 follows unknown"));

        assertThat(coloured(page, "led")).containsExactly("253 +309 y 36 led c0", "768 +412 y 70 led c1");
        assertThat(coloured(page, "follows")).containsExactly("356 +206 y 78 follows c0", "665 +206 y 112 follows c1");
        assertThat(coloured(page, "swatch"))
                .extracting(swatch -> swatch.split(" ", -1)[5])
                .containsExactly("c0", "c1", "c2");
        assertThat(marks(page, "none"))
                .containsExactly(
                        "150 +103 y 138: 0.000s to 1.000s: no known leader for 1.000s",
                        "562 +103 y 138: 4.000s to 5.000s: no known leader for 1.000s");
    }

    @Test
    void coloursOfTheServersDoNotDependOnTheOrderOfEvents() throws Exception {
        var one =
                page(history("demo", Duration.ofSeconds(2), "0.500s s2 acquired term 1", "1.000s s1 acquired term 2"));
        var other =
                page(history("demo", Duration.ofSeconds(2), "0.500s s1 acquired term 1", "1.000s s2 acquired term 2"));

        for (var page : List.of(one, other)) {
            assertThat(coloured(page, "led"))
                    .extracting(bar -> bar.substring(bar.indexOf("y")))
                    .containsExactly("y 36 led c0", "y 70 led c1");
        }
    }

    @Test
    void readinessAndMembersAreMarked() throws Exception {
        var page = page(history(
                "demo",
                Duration.ofSeconds(10),
                "1.000s s1 acquired term 1",
                "2.000s s1 ready term 1",
                "2.500s s1 ready term 1 !spurious-ready",
                "3.000s s1 members s1 s2 s3",
                "3.500s s2 follows s1 term 1",
                "3.500s s3 follows s1 term 1",
                "5.000s s1 members s1 learners s3"));

        assertThat(marks(page, "ready")).containsExactly("356 +2 y 53: 2.000s s1 ready term 1");
        assertThat(marks(page, "members"))
                .containsExactly(
                        "459 +2 y 58: 3.000s s1 members s1 s2 s3", "665 +2 y 58: 5.000s s1 members s1 learners s3");
        assertThat(elements(page, "text").stream()
                        .filter(text -> text.getAttribute("class").equals("role"))
                        .map(text -> text.getAttribute("y") + " " + text.getTextContent()))
                .containsExactly("96.5 not a member", "130.5 learner");
    }

    @Test
    void leaderThatOnlyOthersReportHasARowAndItsNameStaysText() throws Exception {
        var page = page(history(
                "demo", Duration.ofSeconds(2), "1.000s s1 follows \"</title><script>alert(1)</script>\" term 1"));

        assertThat(texts(page, "text")).contains("</title><script>a\u2026", "s1");
        assertThat(coloured(page, "follows")).containsExactly("665 +515 y 78 follows c0");
    }

    @Test
    void secondLeaderThatAViewNamesIsMarked() throws Exception {
        var page = page(
                history("demo", Duration.ofSeconds(4), "1.000s s1 acquired term 7", "2.000s s2 follows s3 term 7"));

        assertThat(marks(page, "bad"))
                .containsExactly(
                        "407.5 +772.5 y 36: 1.000s s1 acquired term 7", "665 +515 y 78: 2.000s s2 follows s3 term 7");
    }

    @Test
    void observedEventIsMarkedForItsUncertainty() throws Exception {
        var page = page(history("demo", Duration.ofSeconds(10), "5.000s s1 acquired term 7 observed within 1.000s"));

        assertThat(marks(page, "unsure"))
                .containsExactly("562 +103 y 36: 5.000s s1 acquired term 7 observed within 1.000s");
    }

    @Test
    void narrowBarsAreMergedAndCounted() throws Exception {
        int elections = 20_000;
        var page = page(history(
                Duration.ofMillis(elections * 2L),
                elections * 2,
                i -> i / 1000 + "." + String.format("%03d", i % 1000) + "s s1 "
                        + (i % 2 == 0 ? "acquired" : "lost") + " term " + (i / 2 + 1)
                        + (i % 2 == 0 ? "" : " (stepped down)")));

        var bars = marks(page, "led");
        assertThat(bars).hasSizeLessThan(600);
        assertThat(bars.stream()
                        .map(bar -> bar.substring(bar.indexOf(": ") + 2))
                        .mapToInt(
                                bar -> bar.contains(" at this position:") ? Integer.parseInt(bar.split(" ", 2)[0]) : 1)
                        .sum())
                .isEqualTo(elections);
        assertThat(texts(page, "li")).hasSize(2_001).contains("38000 events omitted; the recording has all events");
    }

    @Test
    void shortTenureBesideALongOneIsVisible() throws Exception {
        var page = page(history(
                "demo",
                Duration.ofSeconds(1_000),
                "500.000s s1 acquired term 1",
                "500.001s s1 lost term 1 (stepped down)",
                "500.002s s1 acquired term 2"));

        assertThat(marks(page, "led"))
                .hasSize(2)
                .anySatisfy(bar -> assertThat(bar).startsWith("665 +2 "));
    }

    @Test
    void emptyHistoryHasNoBars() throws Exception {
        var page = page(history("demo", Duration.ZERO));

        assertThat(elements(page, "rect")).isEmpty();
        assertThat(texts(page, "h2")).containsExactly("0 events");
    }

    @Test
    void longNamesAreShortenedAndEscaped() throws Exception {
        var name = "<b>\ud83d\ude00&amp;</b> is a long name of a server";
        var history = history("a & b", Duration.ofSeconds(2), "1.000s \"" + name + "\" acquired term 1");
        var page = page(history);

        assertThat(texts(page, "text")).contains("<b>\ud83d\ude00&amp;</b> is \u2026");
        assertThat(texts(page, "li")).containsExactly(history.toString());
        assertThat(texts(page, "h1")).containsExactly("Leaders of a & b");
    }
}
