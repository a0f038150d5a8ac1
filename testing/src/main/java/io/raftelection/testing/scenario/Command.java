package io.raftelection.testing.scenario;

import static java.util.Map.entry;

import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * A command of an input line, to the tracker or the time.
 *
 * @param form how it is written
 * @param action what it does
 */
record Command(String form, BiConsumer<Tokens, ScenarioTracker> action) {
    private static final Map<String, Command> ALL = Map.ofEntries(
            entry(
                    "track",
                    new Command(
                            "track SERVER...", (words, stage) -> words.servers().forEach(stage::track))),
            entry(
                    "untrack",
                    new Command(
                            "untrack SERVER...",
                            (words, stage) -> words.servers().forEach(stage::untrack))),
            entry("expect", new Command("expect SERVER... within TIME", (words, stage) -> {
                var servers = words.serversUntil("within");
                stage.expect(servers, words.time());
            })),
            entry("cancel", new Command("cancel", (words, stage) -> stage.cancel())),
            entry("advance", new Command("advance TIME", (words, stage) -> stage.advance(words.time()))),
            entry("stall", new Command("stall TIME", (words, stage) -> stage.stall(words.time()))),
            entry("ignore", new Command("ignore", (words, stage) -> stage.ignore())),
            entry("close", new Command("close", (words, stage) -> stage.close())),
            entry("leader", new Command("leader", (words, stage) -> stage.leader())),
            entry("known", new Command("known", (words, stage) -> stage.known())),
            entry("standings", new Command("standings", (words, stage) -> stage.standings())),
            entry("history", new Command("history", (words, stage) -> stage.history())),
            entry("safety", new Command("safety", (words, stage) -> stage.safety())),
            entry("dropped", new Command("dropped", (words, stage) -> stage.dropped())));

    static void perform(Line line, ScenarioTracker stage) {
        var command = ALL.get(Tokens.first(line));
        if (command == null) {
            throw line.error("expected an event as in 12.304s s2 acquired term 7, or one of "
                    + String.join(", ", new TreeSet<>(ALL.keySet())));
        }
        var words = new Tokens(line, command.form);
        command.action.accept(words, stage);
        words.end();
    }
}
