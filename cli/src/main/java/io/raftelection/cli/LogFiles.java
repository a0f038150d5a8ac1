package io.raftelection.cli;

import io.raftelection.watch.logs.LogSource;
import io.raftelection.watch.logs.ServerLog;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The parameter that names the logs, and the option for their time zones. */
final class LogFiles {
    private static final ZoneId DEFAULT_ZONE = ZoneId.of("UTC");

    @Parameters(
            paramLabel = "[NAME=]FILE",
            arity = "1..*",
            converter = LogArgument.Converter.class,
            description = "The logs of the servers of one cluster, plain or in gzip. - reads standard input."
                    + " Rotated files of a server, such as s1.log and s1.log.1, are read in the order of their times."
                    + " NAME is the name of the server; without it, the lines say it, or else the name of the file.")
    private List<LogArgument> files = List.of();

    @Option(
            names = "--zone",
            paramLabel = "[NAME=]ZONE",
            converter = ZoneArgument.Converter.class,
            description =
                    "The time zone of times that state none, for example Europe/Berlin or +02:00; with a NAME, for"
                            + " one server. Default: UTC.")
    private List<ZoneArgument> zones = List.of();

    private record Key(Optional<String> name, LogFileName file) {}

    /** {@return the logs, one per server} */
    List<ServerLog> logs() {
        return logs(source -> source);
    }

    /** {@return the logs, one per server, each of whose sources a function replaces} */
    List<ServerLog> logs(UnaryOperator<LogSource> replaced) {
        Map<Key, List<LogArgument>> servers = new LinkedHashMap<>();
        for (var file : files) {
            servers.computeIfAbsent(key(file), none -> new ArrayList<>()).add(file);
        }
        return servers.entrySet().stream()
                .map(entry -> log(entry.getKey(), entry.getValue(), servers, replaced))
                .toList();
    }

    /** Files with the same given name are of one server; else, those of one folder and one name. */
    private static Key key(LogArgument file) {
        return file.name().isPresent()
                ? new Key(file.name(), new LogFileName("", file.name().get()))
                : new Key(Optional.empty(), LogFileName.of(file.file()));
    }

    private ServerLog log(
            Key key, List<LogArgument> parts, Map<Key, List<LogArgument>> all, UnaryOperator<LogSource> replaced) {
        long same = all.keySet().stream()
                .filter(other -> other.file().server().equals(key.file().server()))
                .count();
        var server = same > 1 ? key.file().qualified() : key.file().server();
        return new ServerLog(
                parts.stream().map(part -> part.file().toString()).collect(Collectors.joining(" ")),
                key.name(),
                server,
                parts.stream().map(LogFiles::source).map(replaced).toList(),
                zone(key.name().orElse(server)));
    }

    private static LogSource source(LogArgument file) {
        return file.isStandardInput() ? LogSource.of("standard input", System.in) : LogSource.of(file.file());
    }

    /** {@return the zone of a server; the last one that fits is taken} */
    private ZoneId zone(String server) {
        return zones.stream()
                .filter(zone -> zone.server().isEmpty() || zone.server().get().equals(server))
                .reduce((first, second) ->
                        second.server().isPresent() || first.server().isEmpty() ? second : first)
                .map(ZoneArgument::zone)
                .orElse(DEFAULT_ZONE);
    }
}
