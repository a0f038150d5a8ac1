package io.raftelection.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.testing.Breakpoint.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Compares the state table of command breakpoints with a golden text. The table has every state that some events lead
 * to, and the state after each event. {@code -Draftelection.rewrite=true} rewrites the text.
 */
final class BreakpointTableTest {
    private static final Path GOLDEN = Path.of("src/test/resources/breakpoints.txt");
    private static final long COMMAND = 2;
    private static final long INDEX = 7;

    @Test
    void everyEventInEveryState() throws IOException {
        var table = new StringBuilder();
        for (int servers : new int[] {3, 5}) {
            for (var stage : Stage.values()) {
                table.append("## ").append(stage).append(", ").append(servers).append(" servers\n");
                explore(stage, servers, table);
            }
        }

        if (Boolean.getBoolean("raftelection.rewrite")) {
            Files.writeString(GOLDEN, table);
        }
        assertThat(table).hasToString(Files.readString(GOLDEN));
    }

    /** Adds the states to the table in breadth-first order, from the state in which a plan begins. */
    private static void explore(Stage stage, int servers, StringBuilder table) {
        var followers = IntStream.rangeClosed(2, servers)
                .mapToObj(number -> ServerId.of("s" + number))
                .toList();
        var first = Breakpoint.of(COMMAND, stage, followers, servers / 2 - 1);
        Map<String, Breakpoint> states = new LinkedHashMap<>(Map.of(text(first), first));
        var queue = new java.util.ArrayDeque<>(List.of(first));
        while (!queue.isEmpty()) {
            var state = queue.remove();
            table.append(text(state)).append('\n');
            events(followers).forEach((name, event) -> {
                var step = event.apply(state);
                table.append("  ").append(name).append(": ");
                table.append(text(step.next()).equals(text(state)) ? "stays" : text(step.next()));
                table.append(step.passes() ? "" : ", held back").append('\n');
                if (states.putIfAbsent(text(step.next()), step.next()) == null) {
                    queue.add(step.next());
                }
            });
        }
    }

    private static Map<String, Function<Breakpoint, Step>> events(List<ServerId> followers) {
        Map<String, Function<Breakpoint, Step>> events = new LinkedHashMap<>();
        events.put("sent 1", state -> new Step(state.sent(1, INDEX - 1), true));
        events.put("sent 2", state -> new Step(state.sent(COMMAND, INDEX), true));
        events.put("s2 has 6", state -> state.acknowledged(followers.get(0), INDEX - 1));
        events.put("s2 has 7", state -> state.acknowledged(followers.get(0), INDEX));
        events.put("s3 has 8", state -> state.acknowledged(followers.get(1), INDEX + 1));
        events.put("only s2 is reached", state -> new Step(state.retain(followers.subList(0, 1)), true));
        events.put("applied 1", state -> new Step(state.applied(1), true));
        events.put("applied 2", state -> new Step(state.applied(COMMAND), true));
        events.put("ended", state -> new Step(state.ended(), true));
        return events;
    }

    private static String text(Breakpoint state) {
        return state.state() + (state.index() == INDEX ? ", index known" : "") + ", lacking "
                + new TreeSet<>(state.lacking())
                + (state.passed().isEmpty() ? "" : ", passed " + new TreeSet<>(state.passed()));
    }
}
