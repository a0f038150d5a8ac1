package io.raftelection.testing.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A run of a tracker as text: events and commands, and the effects that they have. One thread plays it in manual time,
 * so the result is the same every time. The form is that of the data-driven tests of etcd-io/raft: a block of input, a
 * line {@code ----}, and the output up to a blank line. Each block continues with the state of the block before.
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
 * <tr><td>{@code strict}, {@code lenient}</td><td>makes the tracker; the first line, once</td></tr>
 * <tr><td>{@code track s1 s2}, {@code untrack s1 s2}</td><td>one after the other</td></tr>
 * <tr><td>{@code expect s1 within 5s}, {@code expect s1 s2 within 5s}</td><td>the output
 * shows its outcome, and later the end of that leadership</td></tr>
 * <tr><td>{@code cancel}</td><td>cancels the latest expectation</td></tr>
 * <tr><td>{@code advance 5s}</td><td>lets time pass; every deadline is met at its own moment</td></tr>
 * <tr><td>{@code stall 5s}</td><td>lets time pass for a process that cannot run: deadlines are met at the end</td></tr>
 * <tr><td>{@code ignore}, {@code close}</td><td>calls the method of the tracker</td></tr>
 * <tr><td>{@code leader}, {@code standings}, {@code history}, {@code safety}, {@code dropped}</td><td>what the tracker
 * knows</td></tr>
 * <tr><td>{@code 12.304s s2 acquired term 7}</td><td>an event in the notation: time passes
 * until then, and the engine of s2 reports it</td></tr>
 * </table>
 *
 * <p>The output of {@code history} or of the command is therefore valid input, and can become a test. The input of an
 * event is its time, its server, the term of an acquisition and the engine's own words of a loss. The tracker
 * determines causes and anomalies anew. A loss that is {@code (missed)}, {@code (ignored)} or {@code (closed)} came
 * from the tracker and not from an engine, so its line only lets time pass. The commands {@code ignore}, {@code close}
 * or {@code untrack} after such a line repeat it.
 *
 * <p>The output lists every effect: the events as a listener receives them, each followed by its anomalies, and then
 * their consequences. It is {@code refused: ...} if a call threw, and {@code ok} if there is no effect.
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
     * @return the same text with the actual outputs. Input at the end that has no output gets one. Lines end with a
     *     line feed.
     * @throws ScenarioException if a line is not valid
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

    /** Skips the expected output, but refuses input without a blank line before it. */
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
