package io.raftelection.testing.scenario;

import io.raftelection.LeadershipEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Executes the input lines, one after the other. */
final class Interpreter implements AutoCloseable {
    private static final String STRICT = "strict";
    private static final String LENIENT = "lenient";

    private @Nullable ScenarioTracker stage;

    void perform(Line line) {
        var present = stage;
        if (present == null) {
            stage = begin(line);
        } else if (line.is(STRICT) || line.is(LENIENT)) {
            throw line.error("expected once, as the first line");
        } else if (line.isEvent()) {
            var event = event(line);
            present.attempt(() -> present.happens(event, line));
        } else {
            present.attempt(() -> Command.perform(line, present));
        }
    }

    private static ScenarioTracker begin(Line line) {
        if (!line.is(STRICT) && !line.is(LENIENT)) {
            throw line.error("expected strict or lenient first");
        }
        return new ScenarioTracker(line.is(STRICT));
    }

    private static LeadershipEvent event(Line line) {
        try {
            return LeadershipEvent.parse(line.text().strip());
        } catch (IllegalArgumentException e) {
            throw new ScenarioException(line.number(), String.valueOf(e.getMessage()));
        }
    }

    /** Returns the effects since the last call. */
    List<String> answer() {
        return stage == null ? List.of() : stage.answer();
    }

    @Override
    public void close() {
        if (stage != null) {
            stage.close();
        }
    }
}
