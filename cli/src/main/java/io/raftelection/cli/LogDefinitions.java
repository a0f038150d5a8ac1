package io.raftelection.cli;

import io.raftelection.watch.logs.LogDefinition;
import io.raftelection.watch.logs.LogsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options that say which systems may have written the logs. */
final class LogDefinitions {
    @Option(
            names = "--definition",
            paramLabel = "FILE",
            description = "The definition of another system: which of its lines are about leadership."
                    + " It is tried before the built-in ones.")
    private List<Path> files = List.of();

    @Option(
            names = "--system",
            paramLabel = "NAME",
            description = "The system that wrote the logs. Default: it is detected from the lines.")
    private Optional<String> system = Optional.empty();

    List<LogDefinition> read() throws LogsException {
        var all = new ArrayList<LogDefinition>();
        for (var file : files) {
            try {
                all.add(LogDefinition.read(file));
            } catch (IOException e) {
                throw new FileException(file, e);
            }
        }
        all.addAll(LogDefinition.builtIn());
        if (system.isEmpty()) {
            return all;
        }
        var chosen = all.stream()
                .filter(definition -> definition.system().equals(system.get()))
                .toList();
        if (chosen.isEmpty()) {
            throw new LogsException("--system: \"" + system.get() + "\", expected "
                    + all.stream().map(LogDefinition::system).collect(Collectors.joining(", ")));
        }
        return chosen;
    }
}
