package io.raftelection.report.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.History;
import io.raftelection.report.Spelling;
import io.raftelection.report.Timeline;
import io.raftelection.report.TimelineBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the page of a timeline in a real browser, which opens it from disk. */
final class TimelineBrowserTest {
    private static final String RIGHT = "\ue014";
    private static final String DOWN = "\ue015";
    private static final String ENTER = "\ue007";
    private static final String CANVAS = "canvas";
    private static final String RUN_AWAY = "</script ><script>document.title='x'</script><!--<b>\"'";

    private static Browser browser;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
    }

    @AfterAll
    static void close() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    private Path page(History history) throws Exception {
        var page = folder.resolve("timeline.html");
        Timeline.write(history, page);
        return page;
    }

    private void open(History history) throws Exception {
        browser.open(page(history));
        browser.settle();
        assertThat(browser.console()).isEmpty();
    }

    private static History killedLeader() {
        return Recordings.of(
                Duration.ofSeconds(60),
                "1.000s s1 acquired term 1",
                "1.030s s1 ready term 1",
                "1.100s s2 follows s1 term 1",
                "20.000s s1 lost term 1 (\"killed\")",
                "20.100s s2 follows nobody term 1",
                "30.000s s2 acquired term 2",
                "30.010s s1 follows s2 term 2");
    }

    @Test
    void pageOpensFromDiskWithoutErrorsAndAllowsNothingElse() throws Exception {
        open(killedLeader());

        assertThat(browser.text("h1")).isEqualTo("Leaders of orders");
        assertThat(browser.run("return document.body.className").asText()).isEqualTo("scripted");
        assertThat(browser.text("#heading")).isEqualTo("7 events in view");
        browser.run(
                "document.body.append(Object.assign(document.createElement('script'), {text: 'document.title = 1'}))");
        browser.run("document.body.append(Object.assign(new Image(), {src: 'https://127.0.0.1:1/x.png'}))");
        browser.settle();
        assertThat(browser.console())
                .anySatisfy(line -> assertThat(line).contains("Content Security Policy directive", "script"))
                .anySatisfy(line -> assertThat(line).contains("Content Security Policy directive", "x.png"));
        assertThat(browser.run("return document.title").asText()).isEqualTo("Leaders of orders");
    }

    @Test
    void keysChooseAnEventAndZoomToIt() throws Exception {
        open(killedLeader());

        browser.type(CANVAS, DOWN + DOWN + DOWN + DOWN);
        assertThat(browser.text("#words"))
                .isEqualTo("event 4: s1 lost term 1 (\"killed\") at 20 s after the start, 2026-11-25 08:00:20.000 UTC");
        assertThat(browser.text(".chosen")).contains("20 s", "s1 lost term 1 (\"killed\")");

        browser.type(CANVAS, ENTER + "++");
        assertThat(browser.text("#heading")).isEqualTo("2 events in view");
        assertThat(browser.text("output")).isEqualTo("19.218 s to 21.562 s (2.343 s)");
        browser.type(CANVAS, RIGHT + RIGHT + RIGHT + RIGHT);
        assertThat(browser.text("#heading")).isEqualTo("0 events in view");
        browser.type(CANVAS, "0");
        assertThat(browser.text("#heading")).isEqualTo("7 events in view");
    }

    @Test
    void pointerShowsTheEventsBehindABar() throws Exception {
        open(killedLeader());

        browser.act(pointer(List.of(move("x(10e9)", "TOP + 10"))));
        assertThat(browser.text("#words")).isEqualTo("""
                        s1 acquired term 1 at 1 s after the start, 2026-11-25 08:00:01.000 UTC
                        s1 lost term 1 ("killed") at 20 s after the start, 2026-11-25 08:00:20.000 UTC
                        led for 19 s""");
        browser.act(pointer(List.of(move("x(25e9)", "TOP + 2 * LANE + 10"))));
        assertThat(browser.text("#words")).startsWith("no known leader for 10 s");
        browser.act(pointer(List.of(move("x(40e9)", "TOP + 10"))));
        assertThat(browser.text("#words")).startsWith("s1 follows s2 term 2 at 30.01 s");
    }

    @Test
    void wheelZoomsAtThePointerAndDraggingMoves() throws Exception {
        open(killedLeader());

        browser.act(Map.of(
                "type",
                "wheel",
                "id",
                "wheel",
                "actions",
                List.of(Map.of(
                        "type",
                        "scroll",
                        "x",
                        (int) place("x(20e9)", true),
                        "y",
                        (int) place("TOP + 10", false),
                        "deltaX",
                        0,
                        "deltaY",
                        -300))));
        double zoomed = browser.run("return view.to - view.from").asDouble();
        assertThat(zoomed).isBetween(21e9, 23e9);
        assertThat(browser.run("return (20e9 - view.from) / (view.to - view.from)")
                        .asDouble())
                .isBetween(0.32, 0.35);

        browser.act(pointer(List.of(
                move("x(20e9)", "TOP + 10"),
                Map.of("type", "pointerDown", "button", 0),
                move("x(20e9) - 100", "TOP + 10"),
                Map.of("type", "pointerUp", "button", 0))));
        assertThat(browser.run("return view.to - view.from").asDouble()).isEqualTo(zoomed);
        assertThat(browser.run("return (20e9 - view.from) / (view.to - view.from)")
                        .asDouble())
                .isBetween(0.15, 0.26);
    }

    private static Map<String, Object> pointer(List<Map<String, Object>> actions) {
        return Map.of(
                "type", "pointer", "id", "mouse", "parameters", Map.of("pointerType", "mouse"), "actions", actions);
    }

    private Map<String, Object> move(String x, String y) throws Exception {
        return Map.of("type", "pointerMove", "x", (int) place(x, true), "y", (int) place(y, false));
    }

    /** {@return a place in the picture as one in the window} */
    private double place(String script, boolean horizontal) throws Exception {
        browser.run("canvas.scrollIntoView()");
        return browser.run("return canvas.getBoundingClientRect()." + (horizontal ? "left" : "top") + " + " + script)
                .asDouble();
    }

    @Test
    void hostileNamesAndReasonsStayText() throws Exception {
        var name = RUN_AWAY + "x".repeat(255 - RUN_AWAY.length());
        var quoted = '"' + name.replace("\"", "\\\"") + '"';
        open(Recordings.of(
                Duration.ofSeconds(10),
                "1.000s " + quoted + " acquired term 1",
                "2.000s s2 follows " + quoted + " term 1",
                "3.000s " + quoted + " lost term 1 (\"</script><img src=x onerror=alert(1)> 3 < 4\")",
                "4.000s \"\u05d0\u05d1 \u05d2\" acquired term 2"));

        assertThat(browser.run("return document.title").asText()).isEqualTo("Leaders of orders");
        assertThat(browser.run("return document.scripts.length").asInt()).isEqualTo(2);
        assertThat(browser.run("return document.images.length").asInt()).isZero();
        assertThat(browser.text("#list")).contains(quoted, "</script><img src=x onerror=alert(1)> 3 < 4");
        browser.type(CANVAS, DOWN + DOWN + DOWN);
        assertThat(browser.text("#words")).contains(quoted, "</script><img src=x");
        // The words after a name from right to left stand to its right.
        assertThat(browser.run("const bdi = list.lastChild.querySelector('bdi'); const rest = document.createRange();"
                                + "rest.selectNode(bdi.nextSibling);"
                                + "return bdi.getBoundingClientRect().right <= rest.getBoundingClientRect().left + 1")
                        .asBoolean())
                .isTrue();
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void withoutScriptsTheFirstViewAndTheTablesAreComplete() throws Exception {
        var page = page(killedLeader());
        try (var plain = Browser.start(new Browser.Options(false, true, 1500, 1000))) {
            plain.open(page);

            assertThat(plain.text("main"))
                    .contains("term 1", "follows s2", "no known leader", "08:00:30")
                    .contains("s1 lost term 1 (\"killed\")", "2026-11-25T08:00:30Z", "2 leaderships", "7 events")
                    .doesNotContain("zoom");
            assertThat(plain.text("dl")).contains("s1 led\n19 s in 1 tenure", "11 s in 2 gaps, longest 10 s");
            // Chromium says that it blocked the script; nothing else.
            assertThat(plain.console()).allSatisfy(line -> assertThat(line).contains("script"));
        }
    }

    @Test
    void scriptSpellsTimesAsThePageDoes() throws Exception {
        long[] times = {
            0,
            340,
            340_000,
            1_234_500,
            340_000_000,
            1_500_000_000L,
            59_999_999_999L,
            252_000_000_000L,
            7_500_000_000_000L,
            2_544_229_642_000_000L
        };
        open(Recordings.elections(20));

        for (long time : times) {
            var spelled = browser.run("return [rounded(" + time + "), exact(" + time + ")]");
            assertThat(StreamSupport.stream(spelled.spliterator(), false).map(word -> word.asText()))
                    .containsExactlyElementsOf(Spelling.of(time));
        }
    }

    @Test
    void hundredThousandEventsAreDrawnAsDensitiesAndStayQuick() throws Exception {
        var page = page(Recordings.elections(100_000));

        long start = System.nanoTime();
        browser.open(page);
        browser.settle();
        var opened = Duration.ofNanos(System.nanoTime() - start);

        assertThat(browser.console()).isEmpty();
        assertThat(browser.text("#heading")).isEqualTo("100000 events in view");
        // The middle of a row has the colour of a server in the lowest part only: it led for a fifteenth of the time.
        assertThat(browser.run("""
                                const row = pen.getImageData(Math.round((left + width / 2) * devicePixelRatio),
                                    TOP * devicePixelRatio, 1, BAR * devicePixelRatio).data;
                                return [row.slice(12, 15).join(), row.slice(-4, -1).join()].join(' ')""").asText()).isEqualTo("243,245,248 0,114,178");
        browser.act(pointer(List.of(move("left + width / 2", "TOP + 10"))));
        assertThat(browser.text("#words")).contains("s1 led for 6.", "% of these", "periods; zoom in to see them");
        var frames = browser.await(
                "const done = arguments[0]; const frames = []; let n = 0;"
                        + "const step = () => { const start = performance.now(); zoom(n < 60 ? 0.9 : 1.1, until / 3);"
                        + " draw(); frames.push(performance.now() - start);"
                        + " if (++n < 120) { requestAnimationFrame(step); }"
                        + " else { frames.sort((a, b) => a - b); done([frames[60], frames[119]]); } }; requestAnimationFrame(step)");
        System.out.println("100000 events: " + Files.size(page) / 1024 + " kB, opened in " + opened.toMillis()
                + " ms; work per frame: " + frames + " ms (median and worst of 120)");
        // A frame has 16.7 ms; the limits only find what is slow by its nature.
        assertThat(opened).isLessThan(Duration.ofSeconds(20));
        assertThat(frames.get(0).asDouble()).isLessThan(100);
    }

    @Test
    void recordingWithTooManyEventsShowsDensitiesAtEveryScale() throws Exception {
        open(Recordings.elections(TimelineBuilder.MAX_EVENTS + 2));

        assertThat(browser.text(".note")).startsWith("The page has 2000 of 200002 events");
        assertThat(browser.text("#heading"))
                .isEqualTo("2000 of about 200002 events in view, as far as the page has them");
        browser.act(pointer(List.of(move("left + width / 2", "TOP + 10"))));
        assertThat(browser.text("#words")).contains("s1 led for 6.", "periods began");
        browser.type(CANVAS, "++++++++++++");
        browser.act(pointer(List.of(move("left + width / 2", "TOP + 10"))));
        assertThat(browser.text("#words")).contains("s1 led for ", " of these 1 min 8 s");
        assertThat(browser.text("#heading")).startsWith("0 of about ");
        assertThat(browser.console()).isEmpty();
    }
}
