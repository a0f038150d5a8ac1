package io.raftelection.tla;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * A history as text: events, separated by {@code /}. The marker {@code ->} precedes the first event that the model does
 * not explain.
 */
record Trace(String lines) {
    History history() {
        var events = Stream.of(lines.replace("->", "").split("/"))
                .map(LeadershipEvent::parse)
                .toList();
        return new History("h", Instant.EPOCH, Duration.ofSeconds(9), events, 0);
    }

    /** Asserts that the model explains the events before the marked one, and not that one. */
    void assertRejected() throws Exception {
        var wrong = Stream.of(lines.split("/"))
                .filter(line -> line.startsWith("->"))
                .map(line -> LeadershipEvent.parse(line.substring(2)))
                .findFirst()
                .orElseThrow();

        var validation = TraceValidation.check(history());

        assertThat(validation.unexplained()).as(validation::toString).contains(wrong);
    }
}
