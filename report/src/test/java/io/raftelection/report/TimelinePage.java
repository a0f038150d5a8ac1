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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** The page of a history as it is without scripts, read by a strict parser. */
final class TimelinePage {
    private final Document page;

    private TimelinePage(Document page) {
        this.page = page;
    }

    static History history(String cluster, Duration until, String... lines) {
        return new History(
                cluster,
                Instant.EPOCH,
                until,
                Stream.of(lines).map(LeadershipEvent::parse).toList(),
                0);
    }

    /** Writes and reads the page of a history. */
    static TimelinePage of(Path folder, String cluster, Duration until, String... lines) throws Exception {
        var file = folder.resolve("timeline.html");
        Timeline.write(history(cluster, until, lines), file);
        return read(file);
    }

    static TimelinePage read(Path file) throws Exception {
        var text = Files.readString(file);
        assertThat(text).startsWith("<!DOCTYPE html>\n").doesNotContain("src=", "href=", "@import");
        int script = text.lastIndexOf("<script>");
        var parsed = parse(text.substring(0, script) + text.substring(text.indexOf("</script>\n", script) + 10));
        return new TimelinePage(parsed);
    }

    static TimelinePage picture(Path file) throws Exception {
        return new TimelinePage(parse(Files.readString(file)));
    }

    private static Document parse(String text) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }

    List<Element> elements(String name) {
        var nodes = page.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    List<String> texts(String name) {
        return elements(name).stream().map(Element::getTextContent).toList();
    }

    /** {@return position, width and tooltip of each bar of a kind, on several lines} */
    List<String> bars(String kind) {
        return elements("rect").stream()
                .filter(rect -> rect.getAttribute("class").equals(kind) && title(rect) != null)
                .map(rect -> rect.getAttribute("x") + " +" + rect.getAttribute("width") + " y " + rect.getAttribute("y")
                        + ": " + title(rect))
                .toList();
    }

    private static @Nullable String title(Element rect) {
        var titles = ((Element) rect.getParentNode()).getElementsByTagName("title");
        return rect.getParentNode().getNodeName().equals("g") ? titles.item(0).getTextContent() : null;
    }

    /** {@return the outline of each density of a kind} */
    List<String> densities(String kind) {
        return elements("path").stream()
                .filter(path -> path.getAttribute("class").equals("dense " + kind))
                .map(path -> path.getAttribute("d"))
                .toList();
    }

    /** {@return place and tooltip of each mark of a kind} */
    List<String> marks(String kind) {
        return elements("path").stream()
                .filter(path -> path.getAttribute("class").equals(kind) && path.hasChildNodes())
                .map(path -> path.getAttribute("d").split("[lhH]", 2)[0] + ": "
                        + path.getTextContent().strip())
                .toList();
    }

    /** {@return the texts of the cells of each row of the table} */
    List<List<String>> rows() {
        return elements("tr").stream()
                .map(row -> IntStream.range(0, row.getChildNodes().getLength())
                        .mapToObj(row.getChildNodes()::item)
                        .filter(Element.class::isInstance)
                        .map(cell -> cell.getTextContent())
                        .toList())
                .toList();
    }

    /** {@return the listed events: time and words} */
    List<String> events() {
        return elements("ol").get(0).getElementsByTagName("li").getLength() == 0
                ? List.of()
                : elements("li").stream()
                        .filter(item -> item.getParentNode().getNodeName().equals("ol"))
                        .map(item -> item.getTextContent().strip().replace("\n", " "))
                        .toList();
    }
}
