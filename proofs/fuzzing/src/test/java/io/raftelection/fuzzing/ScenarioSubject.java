package io.raftelection.fuzzing;

import io.raftelection.testing.scenario.Scenario;
import io.raftelection.testing.scenario.ScenarioException;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Scenarios. Positions are lines, and the printed form is the text itself. */
final class ScenarioSubject implements Subject<String> {
    private static final Pattern LINE_BREAK = Pattern.compile("\r\n|\r|\n");

    @Override
    public String read(String text) {
        return Scenario.play(text);
    }

    @Override
    public String print(String played) {
        return played;
    }

    @Override
    public OptionalInt place(String text, Exception refusal) {
        return refusal instanceof ScenarioException mistake
                        && String.valueOf(mistake.getMessage()).startsWith("line " + mistake.line() + ": ")
                ? OptionalInt.of(mistake.line())
                : OptionalInt.empty();
    }

    @Override
    public void checkPlace(String text, int line) throws Exception {
        Lines.checkPlace(this, LINE_BREAK, text, line);
    }
}
