package io.raftelection.testing.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A run of a cluster as text: what happens, and what a tracker makes of it. It is played on manual time by one thread,
 * so it says the same every time. The form is that of the data-driven tests of etcd-io/raft: blocks of input, a line
 * {@code ----}, and the output up to a blank line. What one block did, the next one finds.
 *
 * <pre>
 * # a leader that steps down
 * strict
 * track s1 s2
 * expect s1 within 5s
 * 1.000s s1 acquired term 7
 * ----
 * 1.000s s1 acquired term 7
 * expectation fulfilled: s1 leads term 7
 *
 * 2.500s s1 lost term 7 (stepped down)
 * ----
 * 2.500s s1 lost term 7 (stepped down)
 * lost, s1 led term 7: stepped down
 * </pre>
 *
 * <p>An input line is a comment, an event or a command. Names of servers are spelled as in the notation, {@code "in
 * quotes"} where they are not one word, and times as {@code 5s} or {@code 0.250s}.
 *
 * <table>
 * <caption>Input</caption>
 * <tr><td>{@code # words}</td><td>a comment</td></tr>
 * <tr><td>{@code strict}, {@code open}</td><td>makes the tracker; the first line, once</td></tr>
 * <tr><td>{@code track s1 s2}, {@code untrack s1 s2}</td><td>one after the other</td></tr>
 * <tr><td>{@code expect s1 within 5s}, {@code expect s1 s2 within 5s}</td><td>its outcome is told when it is decided,
 * and then the end of the leadership it led to</td></tr>
 * <tr><td>{@code cancel}</td><td>cancels the latest expectation</td></tr>
 * <tr><td>{@code advance 5s}</td><td>lets time pass; every deadline is met at its own moment</td></tr>
 * <tr><td>{@code stall 5s}</td><td>lets time pass for a process that gets none: deadlines are met at the end</td></tr>
 * <tr><td>{@code ignore}, {@code close}</td><td>of the tracker</td></tr>
 * <tr><td>{@code leader}, {@code standings}, {@code history}, {@code safety}, {@code dropped}</td><td>what the tracker
 * knows</td></tr>
 * <tr><td>{@code 12.304s s2 acquired term 7}</td><td>an event in the one notation: time passes until then, and the
 * engine of s2 says so</td></tr>
 * </table>
 *
 * <p>So what {@code history} or the command prints is input as it stands, and becomes a test. Of an event only the
 * time, the server, the term of an acquisition and the engine's own words of a loss are input: the tracker finds causes
 * and anomalies anew. A loss that is {@code (missed)}, {@code (ignored)} or {@code (closed)} was made by the tracker,
 * not said by an engine: time passes, and that is all. The commands {@code ignore}, {@code close} or {@code untrack}
 * after such a line make it happen again.
 *
 * <p>The output names every effect: the events as a listener hears them, each followed by its anomalies, and then what
 * follows from them; {@code refused: ...} where a call threw; {@code ok} where there is nothing to say.
 */
public final class Scenario {
    private static final String SEPARATOR = "----";

    private final List<String> played = new ArrayList<>();
    private final Interpreter player = new Interpreter();
    private boolean inOutput;
    private boolean unanswered;

    private Scenario() {}

    /**
     * Plays a scenario.
     *
     * @param text the scenario
     * @return the same text, in which every output is what really happened; input at the end that has no output gets
     *     one. Lines end with a line feed.
     * @throws ScenarioException if a line is not one of a scenario
     */
    public static String play(String text) {
        Objects.requireNonNull(text, "text: is null");
        var scenario = new Scenario();
        try {
            int number = 0;
            for (var line : text.lines().toList()) {
                scenario.read(new Line(++number, line));
            }
            return scenario.end();
        } finally {
            scenario.player.close();
        }
    }

    private void read(Line line) {
        if (inOutput) {
            skip(line);
            return;
        }
        played.add(line.text());
        if (line.is(SEPARATOR)) {
            if (!unanswered) {
                throw line.error("expected input before it");
            }
            answer();
            inOutput = true;
        } else if (!line.isBlank() && !line.isComment()) {
            player.perform(line);
            unanswered = true;
        }
    }

    /** Leaves the expected output out, but never swallows input that only lacks a blank line before it. */
    private void skip(Line line) {
        if (line.is(SEPARATOR) || line.text().startsWith("#")) {
            throw line.error("expected a blank line between an output and the next input");
        }
        if (line.isBlank()) {
            inOutput = false;
            played.add(line.text());
        }
    }

    private void answer() {
        played.addAll(player.answer());
        unanswered = false;
    }

    private String end() {
        if (unanswered) {
            played.add(SEPARATOR);
            answer();
        }
        return played.isEmpty() ? "" : String.join("\n", played) + "\n";
    }
}
